import { errorsOf } from '../errors.ts';
import { noteAct } from '../features/audit/audit.ts';
import { personalDataErrors } from '../features/personal-data/personal-data-errors.ts';
import { isAtWork, lockPerson, type KnownPerson } from '../features/personal-data/people.ts';
import { copyRows, eraseRows, type ErasedPart, type RowsOfPerson } from '../features/personal-data/rows-of-person.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Sql } from '../ports/sql.ts';

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
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
export async function copyOfPerson(deps: Deps, id: string, by: string): Promise<CopyOfPerson> {
  return deps.sql.transaction(async (tx) => {
    const person = await lockPerson(tx, id);
    const kept = await copyRows(tx, person.id);
    await noteAct(deps, tx, { institutionId: person.institutionId, actor: by, action: 'person.copied', target: person.id, detail: null });
    return { person, copiedAt: deps.clock.now(), kept };
  });
}

/**
 * Erases a person (GDPR article 17; Korea's Personal Information Protection Act, article 36): what they wrote and did, and what names them. What was
 * billed stays, under a number that leads to nobody. A fresh launch from the LMS would make them known again, as somebody new.
 * @param by who erases
 * @returns what was erased and what stays; nothing, when it has been done
 * @throws PERSON_UNKNOWN, PERSON_AT_WORK
 */
export async function erasePerson(deps: Deps, id: string, by: string): Promise<readonly ErasedPart[]> {
  return deps.sql.transaction(async (tx) => {
    const person = await lockPerson(tx, id);
    if (person.erased) return [];
    if (await isAtWork(tx, person.id)) throw errorsOf(personalDataErrors)('PERSON_AT_WORK', { detail: person.id });
    const parts = await eraseRows(tx, person.id);
    await noteAct(deps, tx, { institutionId: person.institutionId, actor: by, action: 'person.erased', target: person.id, detail: null });
    return parts;
  });
}
