import { ERASED_SUBJECT } from '../../domain/erased-person.ts';

/** Why rows stay when the person they name is erased. */
export const keptBecause = {
  billed: 'invoices are made of it, under a number that names nobody',
  lent: 'an AWS account was lent and use is billed for it, under a number that names nobody',
  built: 'it says what stood in the account, not who asked for it',
  deed: 'it was done to others, and is theirs; the name is gone',
  proof: 'it says who decided what, and is the institution\'s proof',
} as const;
export type KeptReason = keyof typeof keptBecause;

/** What becomes of rows when the person they name is erased. */
export type Erasing =
  | { readonly kind: 'delete' }
  /** The row is needed, what it says of the person is not. */
  | { readonly kind: 'empty'; readonly set: string }
  | { readonly kind: 'keep'; readonly because: KeptReason };

/** What rows are to those who read of them, in the order in which they read; rows of one kind are erased, or stay, together. */
export const keptKinds = [
  'identity', 'sessions', 'courses', 'groups', 'records', 'verdicts', 'changes', 'timeline', 'help', 'hints', 'attention', 'video', 'grades',
  'answers', 'changesOfOthers', 'settings', 'labs', 'resources', 'credit', 'use', 'audit',
] as const;
export type KeptKind = (typeof keptKinds)[number];

/** A table with rows that say something of a person. */
export interface KeptOfPerson {
  readonly table: string;
  /** The column that names the person, or a lab of theirs. */
  readonly column: string;
  readonly names: 'person' | 'lab' | 'target';
  readonly kind: KeptKind;
  /** Columns that a copy of the person's data leaves out. */
  readonly uncopied?: readonly string[];
  readonly erasing: Erasing;
}

const gone: Erasing = { kind: 'delete' };
const stays = (because: KeptReason): Erasing => ({ kind: 'keep', because });

const ofPerson = (table: string, kind: KeptKind, erasing: Erasing, column = 'person_id'): KeptOfPerson => ({ table, column, names: 'person', kind, erasing });
const ofLab = (table: string, kind: KeptKind, erasing: Erasing): KeptOfPerson => ({ table, column: 'lab_id', names: 'lab', kind, erasing });

/**
 * Everything that is kept of a person. A copy of their data holds it, and erasing them goes through it, in this order. A test holds the list
 * equal to the columns of the database that refer to people and labs. What is deleted, a manager's page may delete: a new table needs that right
 * (`migrations/2026-11-27T0140__erasing.ts`).
 */
export const keptOfPerson: readonly KeptOfPerson[] = [
  ofLab('activity_record', 'records', gone),
  ofLab('step_verdict', 'verdicts', gone),
  ofLab('step_change', 'verdicts', gone),
  ofLab('probe_pass', 'verdicts', gone),
  ofLab('lab_resource', 'resources', stays('built')),
  ofPerson('event_outbox', 'timeline', gone),
  ofPerson('help_message', 'help', gone),
  ofPerson('help_message', 'answers', stays('deed'), 'author_id'),
  ofPerson('step_override', 'changes', gone),
  ofPerson('step_override', 'changesOfOthers', stays('deed'), 'by_person_id'),
  ofPerson('hint_reveal', 'hints', gone),
  ofPerson('attention_dismissal', 'attention', gone),
  ofPerson('video_position', 'video', gone),
  ofPerson('grade', 'grades', gone),
  ofPerson('course_group_member', 'groups', gone),
  ofPerson('link_member', 'groups', gone),
  ofPerson('enrolment', 'courses', gone),
  ofPerson('activity_configuration', 'settings', stays('deed'), 'created_by'),
  // an ended session keeps its nonce used up until it is swept
  { ...ofPerson('session', 'sessions', { kind: 'empty', set: `launch = '{}', expires_at = created_at` }), uncopied: ['secret_hash', 'nonce'] },
  ofPerson('lab', 'labs', stays('lent')),
  ofPerson('billing.credit_grant', 'credit', stays('billed'), 'learner_id'),
  ofPerson('billing.credit', 'credit', stays('billed'), 'learner_id'),
  ofPerson('billing.hold', 'credit', stays('billed'), 'learner_id'),
  ofPerson('billing.usage_raw', 'use', stays('billed'), 'learner_id'),
  { table: 'audit_log', column: 'target', names: 'target', kind: 'audit', erasing: stays('proof') },
  // the id stays, and names nobody any more. Nothing is sent to a platform for somebody without a name there
  ofPerson('person', 'identity', { kind: 'empty', set: `name = null, email = null, language = null, chosen_language = null, subject = ${ERASED_SUBJECT}, anonymous = true` }, 'id'),
];
