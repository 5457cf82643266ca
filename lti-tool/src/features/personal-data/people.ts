import { z } from 'zod';
import { isErased } from '../../domain/erased-person.ts';
import { institutionIdSchema, personIdSchema, type InstitutionId, type PersonId } from '../../domain/ids.ts';
import { errorsOf } from '../../errors.ts';
import { maybeOne, type Sql } from '../../ports/sql.ts';
import { personalDataErrors } from './personal-data-errors.ts';

const personRow = z.object({
  id: personIdSchema,
  institutionId: institutionIdSchema,
  institution: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** The id that the LMS gives them. */
  subject: z.string(),
  /** The address of their LMS. */
  platform: z.string().nullable(),
  courses: z.array(z.string()),
  erased: z.boolean(),
});
export type KnownPerson = z.infer<typeof personRow>;

const PEOPLE = `
  select p.id, p.institution_id as "institutionId", i.name as institution, p.name, p.email, p.subject, l.issuer as platform, ${isErased('p')} as erased,
         array(select c.title from enrolment e join course c on c.id = e.course_id where e.person_id = p.id order by c.title) as courses
  from person p join institution i on i.id = p.institution_id left join platform l on l.id = p.platform_id`;

/** How many people one search shows. */
export const MOST_FOUND = 50;

export interface FoundPeople {
  readonly people: readonly KnownPerson[];
  /** Whether there are more than these. */
  readonly more: boolean;
}

/**
 * People by a part of their name or e-mail, or by the whole id that their LMS or we give them; at most 50.
 * @param institutionId only people of this institution
 */
export async function findPeople(sql: Sql, text: string, institutionId: InstitutionId | null = null): Promise<FoundPeople> {
  const rows = await sql.query(
    `${PEOPLE}
     where ($2::uuid is null or p.institution_id = $2) and not (${isErased('p')})
       and (position(lower($1) in lower(p.name)) > 0 or position(lower($1) in lower(p.email)) > 0 or p.subject = $1 or p.id::text = $1)
     order by p.name nulls last, p.id limit ${MOST_FOUND + 1}`,
    [text, institutionId],
  );
  return { people: z.array(personRow).parse(rows.slice(0, MOST_FOUND)), more: rows.length > MOST_FOUND };
}

/** A person, and whose they have to be; null for whoever serves every institution. */
export interface NamedPerson {
  readonly id: string;
  readonly institutionId: InstitutionId | null;
}

/** @throws PERSON_UNKNOWN, also for somebody of another institution */
export function findPerson(tx: Sql, named: NamedPerson): Promise<KnownPerson> {
  return personBy(tx, named, '');
}

/**
 * A person, locked until the transaction ends: a launch at the same moment waits.
 * @throws PERSON_UNKNOWN, also for somebody of another institution
 */
export function lockPerson(tx: Sql, named: NamedPerson): Promise<KnownPerson> {
  return personBy(tx, named, 'for update of p');
}

async function personBy(tx: Sql, { id, institutionId }: NamedPerson, lock: string): Promise<KnownPerson> {
  // as text: what somebody typed need not be an id
  const person = personRow.optional().parse(await maybeOne(tx, `${PEOPLE} where p.id::text = $1 and ($2::uuid is null or p.institution_id = $2) ${lock}`, [id, institutionId]));
  if (person === undefined) throw errorsOf(personalDataErrors)('PERSON_UNKNOWN', { detail: id });
  return person;
}

/**
 * What to type to confirm that somebody is erased: their name, or what else tells them apart.
 * @returns the text, in the form that typed text is compared in
 */
export function confirmationOf({ name, email, subject }: Pick<KnownPerson, 'name' | 'email' | 'subject'>): string {
  return [name, email, subject].map((text) => plain(text ?? '')).find((text) => text !== '') ?? '';
}

/** Whether somebody typed what confirms it; a keyboard may write Korean letter by letter, and spaces more or less. */
export function confirms(typed: string, person: Pick<KnownPerson, 'name' | 'email' | 'subject'>): boolean {
  return plain(typed) === confirmationOf(person);
}

const plain = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();

/** Whether a lab of theirs is asked for, runs, or is being taken down. */
export async function isAtWork(tx: Sql, id: PersonId): Promise<boolean> {
  return (await tx.query(`select 1 from lab where person_id = $1 and status not in ('ended', 'failed') limit 1`, [id])).length > 0;
}
