import { Option, type Command } from 'commander';
import { institutionCalled } from '../features/identity/institutions.ts';
import { keptBecause } from '../features/personal-data/kept-of-person.ts';
import { findPeople, MOST_FOUND, type KnownPerson } from '../features/personal-data/people.ts';
import type { PartOfPerson } from '../features/personal-data/rows-of-person.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Sql } from '../ports/sql.ts';
import { copyOfPerson, erasePerson, erasureReasons, writtenCopy, type ErasureReason } from '../use-cases/personal-data.ts';
import { explained } from './explained.ts';

export interface PersonCommandDeps {
  /** Runs work with a database, which is opened for it and closed after it. */
  readonly withSql: (work: (sql: Sql) => Promise<void>) => Promise<void>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly print: (line: string) => void;
}

/** Adds `person find | copy | erase` to a program. */
export function addPersonCommands(program: Command, deps: PersonCommandDeps): void {
  const person = program.command('person').description('what is kept of a person: to give it to them, or to erase it');
  person
    .command('find')
    .description('show people by a part of their name or e-mail, or by the id that their LMS gives them')
    .argument('<text>', 'what to look for')
    .option('--institution <name>', 'only people of this one, by slug or name')
    .action((text: string, options: { readonly institution?: string }) => explained(person, () => deps.withSql((sql) => find(deps, sql, text, options.institution))));
  person
    .command('copy')
    .description('print all that is kept of a person, as JSON; noted in the audit log')
    .argument('<id>', 'id of the person, as find shows it')
    .action((id: string) => explained(person, () => deps.withSql(async (sql) => deps.print(writtenCopy(await copyOfPerson({ ...deps, sql }, { id, institutionId: null }, 'cloudclass person copy'))))));
  person
    .command('erase')
    .description('erase what a person did and wrote, and what names them; what was billed stays, under a number. Remove them from the course in the LMS first')
    .argument('<id>', 'id of the person, as find shows it')
    .addOption(new Option('--reason <reason>', 'why; the audit log keeps it').choices(erasureReasons))
    .action((id: string, options: { readonly reason?: ErasureReason }) => explained(person, () => deps.withSql((sql) => erase(deps, sql, id, options.reason ?? null))));
}

async function find(deps: PersonCommandDeps, sql: Sql, text: string, called: string | undefined): Promise<void> {
  const { people, more } = await findPeople(sql, text, called === undefined ? null : (await institutionCalled(sql, called)).id);
  if (people.length === 0) deps.print('nobody');
  people.forEach((person) => deps.print(lineOf(person)));
  if (more) deps.print(`more than ${MOST_FOUND}: look for more of the name, or for the whole e-mail`);
}

function lineOf({ id, name, email, subject, institution, platform, courses }: KnownPerson): string {
  return [id, name ?? '(no name)', email ?? '(no e-mail)', institution, `${subject} at ${platform ?? 'no LMS'}`, courses.join(', ')].filter((part) => part !== '').join('  ');
}

async function erase(deps: PersonCommandDeps, sql: Sql, id: string, reason: ErasureReason | null): Promise<void> {
  const parts = await erasePerson({ ...deps, sql }, { id, institutionId: null, by: 'cloudclass person erase', reason, typed: null });
  if (parts.length === 0) deps.print('erased already');
  parts.forEach((part) => deps.print(outcome(part)));
}

function outcome({ table, rows, erasing }: PartOfPerson): string {
  return `${table}: ${rows} ${erasing.kind === 'keep' ? `kept: ${keptBecause[erasing.because]}` : 'erased'}`;
}
