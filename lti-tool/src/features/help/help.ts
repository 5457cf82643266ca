import { z } from 'zod';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { Emit } from '../../ports/emit.ts';
import type { Place } from '../../domain/events.ts';
import { errorsOf } from '../../errors.ts';
import { personIdSchema, type CourseId, type InstitutionId, type PersonId, type ResourceLinkId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { helpErrors } from './help-errors.ts';

const fail = errorsOf(helpErrors);
const LONGEST = 2_000;

/** The conversation between one learner of an activity and the course's instructors. */
export interface HelpThread {
  readonly institutionId: InstitutionId;
  readonly courseId: CourseId;
  readonly resourceLinkId: ResourceLinkId;
  readonly learnerId: PersonId;
}

const messageRow = z.object({
  id: z.string(),
  author_id: personIdSchema,
  author: z.string().nullable(),
  text: z.string(),
  at: z.date(),
  open: z.boolean(),
});

export interface HelpMessage {
  readonly id: string;
  readonly fromLearner: boolean;
  readonly author: string;
  readonly text: string;
  readonly at: Date;
  /** A question nobody has answered yet. */
  readonly open: boolean;
}

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly emit: Emit;
}

/**
 * A learner raises a hand with one sentence.
 * @throws HELP_TEXT_EMPTY, HELP_TEXT_LONG
 */
export async function askForHelp(deps: Deps, thread: HelpThread, text: string): Promise<void> {
  const sentence = checked(text);
  await deps.sql.transaction(async (tx) => {
    await insertMessage(deps, tx, thread, { authorId: thread.learnerId, text: sentence });
    await deps.emit(tx, placeOf(thread), { type: 'help.asked' });
  });
}

/**
 * An instructor answers; every question of the learner that was open is answered by it.
 * @throws HELP_TEXT_EMPTY, HELP_TEXT_LONG
 */
export async function answerHelp(deps: Deps, thread: HelpThread, answer: { readonly instructorId: PersonId; readonly text: string }): Promise<void> {
  const sentence = checked(answer.text);
  await deps.sql.transaction(async (tx) => {
    await tx.query(
      `update help_message set answered_at = $1
       where institution_id = $2 and resource_link_id = $3 and person_id = $4 and author_id = $4 and answered_at is null`,
      [deps.clock.now(), thread.institutionId, thread.resourceLinkId, thread.learnerId],
    );
    await insertMessage(deps, tx, thread, { authorId: answer.instructorId, text: sentence });
    await deps.emit(tx, placeOf(thread), { type: 'help.answered' });
  });
}

/** The conversation, oldest first. */
export async function helpThread({ sql }: Pick<Deps, 'sql'>, thread: HelpThread): Promise<HelpMessage[]> {
  const rows = await sql.query(
    `select m.id, m.author_id, p.name as author, m.text, m.at, m.author_id = m.person_id and m.answered_at is null as open
     from help_message m join person p on p.id = m.author_id
     where m.institution_id = $1 and m.resource_link_id = $2 and m.person_id = $3
     order by m.at`,
    [thread.institutionId, thread.resourceLinkId, thread.learnerId],
  );
  return z.array(messageRow).parse(rows).map((row) => ({
    id: row.id,
    fromLearner: row.author_id === thread.learnerId,
    author: row.author ?? '',
    text: row.text,
    at: row.at,
    open: row.open,
  }));
}

function checked(text: string): string {
  const sentence = text.trim();
  if (sentence.length === 0) throw fail('HELP_TEXT_EMPTY');
  if (sentence.length > LONGEST) throw fail('HELP_TEXT_LONG');
  return sentence;
}

async function insertMessage(deps: Deps, tx: Sql, thread: HelpThread, message: { authorId: PersonId; text: string }): Promise<void> {
  await tx.query(
    `insert into help_message (id, institution_id, resource_link_id, person_id, author_id, text, at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [deps.ids.next(), thread.institutionId, thread.resourceLinkId, thread.learnerId, message.authorId, message.text, deps.clock.now()],
  );
}

function placeOf(thread: HelpThread): Place {
  return { institutionId: thread.institutionId, courseId: thread.courseId, resourceLinkId: thread.resourceLinkId, personId: thread.learnerId, labId: null };
}
