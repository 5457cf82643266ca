/** What becomes of rows when the person they name is erased. */
export type Erasing =
  | { readonly kind: 'delete' }
  /** The row is needed, what it says of the person is not. */
  | { readonly kind: 'empty'; readonly set: string }
  | { readonly kind: 'keep'; readonly because: string };

/** A table with rows that say something of a person. */
export interface KeptOfPerson {
  readonly table: string;
  /** The column that names the person, or a lab of theirs. */
  readonly column: string;
  readonly names: 'person' | 'lab' | 'target';
  /** Columns that a copy of the person's data leaves out. */
  readonly uncopied?: readonly string[];
  readonly erasing: Erasing;
}

const gone: Erasing = { kind: 'delete' };
const billed: Erasing = { kind: 'keep', because: 'invoices are made of it, under a number that names nobody' };
const deeds: Erasing = { kind: 'keep', because: 'it was done to others, and is theirs; the name is gone' };

const ofPerson = (table: string, erasing: Erasing, column = 'person_id'): KeptOfPerson => ({ table, column, names: 'person', erasing });
const ofLab = (table: string, erasing: Erasing): KeptOfPerson => ({ table, column: 'lab_id', names: 'lab', erasing });

/**
 * Everything that is kept of a person. A copy of their data holds it, and erasing them goes through it, in this order. A test holds the list
 * equal to the columns of the database that refer to people and labs.
 */
export const keptOfPerson: readonly KeptOfPerson[] = [
  ofLab('activity_record', gone),
  ofLab('step_verdict', gone),
  ofLab('step_change', gone),
  ofLab('probe_pass', gone),
  ofLab('lab_resource', { kind: 'keep', because: 'it says what stood in the account, not who asked for it' }),
  ofPerson('event_outbox', gone),
  ofPerson('help_message', gone),
  ofPerson('help_message', deeds, 'author_id'),
  ofPerson('step_override', gone),
  ofPerson('step_override', deeds, 'by_person_id'),
  ofPerson('hint_reveal', gone),
  ofPerson('attention_dismissal', gone),
  ofPerson('video_position', gone),
  ofPerson('grade', gone),
  ofPerson('course_group_member', gone),
  ofPerson('link_member', gone),
  ofPerson('enrolment', gone),
  ofPerson('activity_configuration', deeds, 'created_by'),
  // an ended session keeps its nonce used up until it is swept
  { ...ofPerson('session', { kind: 'empty', set: `launch = '{}', expires_at = created_at` }), uncopied: ['secret_hash', 'nonce'] },
  ofPerson('lab', { kind: 'keep', because: 'an AWS account was lent and use is billed for it, under a number that names nobody' }),
  ofPerson('billing.credit_grant', billed, 'learner_id'),
  ofPerson('billing.credit', billed, 'learner_id'),
  ofPerson('billing.hold', billed, 'learner_id'),
  ofPerson('billing.usage_raw', billed, 'learner_id'),
  { table: 'audit_log', column: 'target', names: 'target', erasing: { kind: 'keep', because: 'it says who decided what, and is the institution\'s proof' } },
  // the id stays, and names nobody any more. Nothing is sent to a platform for somebody without a name there
  ofPerson('person', { kind: 'empty', set: `name = null, email = null, language = null, chosen_language = null, subject = 'erased/' || id, anonymous = true` }, 'id'),
];
