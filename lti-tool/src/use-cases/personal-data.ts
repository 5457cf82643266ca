import { errorsOf } from '../errors.ts';
import { noteAct } from '../features/audit/audit.ts';
import { personalDataErrors } from '../features/personal-data/personal-data-errors.ts';
import { confirms, findPerson, isAtWork, lockPerson, type KnownPerson, type NamedPerson } from '../features/personal-data/people.ts';
import { copyRows, countRows, eraseRows, type PartOfPerson, type RowsOfPerson } from '../features/personal-data/rows-of-person.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Sql } from '../ports/sql.ts';

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** What is kept of a person, in numbers, and what erasing them would do to it. */
export interface KeptNow {
  readonly person: KnownPerson;
  /** A lab of theirs is not over: they cannot be erased. */
  readonly atWork: boolean;
  readonly parts: readonly PartOfPerson[];
}

/** @throws PERSON_UNKNOWN */
export async function keptNow(deps: Pick<Deps, 'sql'>, named: NamedPerson): Promise<KeptNow> {
  return deps.sql.transaction(async (tx) => {
    const person = await findPerson(tx, named);
    return { person, atWork: await isAtWork(tx, person.id), parts: await countRows(tx, person.id) };
  });
}

export interface CopyOfPerson {
  readonly person: KnownPerson;
  readonly copiedAt: Date;
  readonly kept: RowsOfPerson;
}

/**
 * Everything that is kept of a person, for the person (GDPR article 15; Korea's Personal Information Protection Act, article 35). That it was
 * copied stands in the audit log.
 * @param by who asks
 * @throws PERSON_UNKNOWN
 */
export async function copyOfPerson(deps: Deps, named: NamedPerson, by: string): Promise<CopyOfPerson> {
  return deps.sql.transaction(async (tx) => {
    const person = await lockPerson(tx, named);
    const kept = await copyRows(tx, person.id);
    await noteAct(deps, tx, { institutionId: person.institutionId, actor: by, action: 'person.copied', target: person.id, detail: null });
    return { person, copiedAt: deps.clock.now(), kept };
  });
}

/** A copy as the file that the person is given. */
export function writtenCopy(copy: CopyOfPerson): string {
  return JSON.stringify(copy, null, 2);
}

/** Why somebody is erased. A choice, not a text: the audit log stays, and must not say of them what was erased. */
export const erasureReasons = ['requested', 'not-needed', 'mistaken'] as const;
export type ErasureReason = (typeof erasureReasons)[number];

export interface Erasure extends NamedPerson {
  /** Who erases. */
  readonly by: string;
  readonly reason: ErasureReason | null;
  /** What was typed to confirm it; null where the id was typed. */
  readonly typed: string | null;
}

/**
 * Erases a person (GDPR article 17; Korea's Personal Information Protection Act, article 36): what they wrote and did, and what names them. What was
 * billed stays, under a number that leads to nobody. A fresh launch from the LMS would make them known again, as somebody new.
 * @returns what was erased and what stays; nothing, when it has been done
 * @throws PERSON_UNKNOWN, PERSON_AT_WORK, PERSON_NOT_CONFIRMED
 */
export async function erasePerson(deps: Deps, { by, reason, typed, ...named }: Erasure): Promise<readonly PartOfPerson[]> {
  return deps.sql.transaction(async (tx) => {
    const person = await lockPerson(tx, named);
    if (person.erased) return [];
    if (typed !== null && !confirms(typed, person)) throw errorsOf(personalDataErrors)('PERSON_NOT_CONFIRMED', { detail: person.id });
    if (await isAtWork(tx, person.id)) throw errorsOf(personalDataErrors)('PERSON_AT_WORK', { detail: person.id });
    const parts = await eraseRows(tx, person.id);
    await noteAct(deps, tx, { institutionId: person.institutionId, actor: by, action: 'person.erased', target: person.id, detail: reason });
    return parts;
  });
}
