import { z } from 'zod';
import { fail } from '../errors.ts';
import { keptKinds } from '../features/personal-data/kept-of-person.ts';
import { confirmationOf, findPeople, MOST_FOUND, type KnownPerson } from '../features/personal-data/people.ts';
import type { PartOfPerson } from '../features/personal-data/rows-of-person.ts';
import { copyOfPerson, erasePerson, keptNow, writtenCopy } from '../use-cases/personal-data.ts';
import type { PageDeps } from './page-deps.ts';
import type { ManagerPages } from './pages.ts';
import { actorName, managedInstitution } from './rights.ts';
import type { FoundPersonView, KeptPartView } from './views/personal-data.ts';

/** What a manager can do about the personal data of the institution's people. */
export function personalDataPages(deps: PageDeps): Pick<ManagerPages, 'people' | 'keptOfPerson' | 'copyPerson' | 'erasePerson'> {
  return {
    async people(session, text) {
      const institutionId = managedInstitution(session);
      const { people, more } = await findPeople(deps.sql, searched(text), institutionId);
      return { people: people.map(foundView), moreThan: more ? MOST_FOUND : null };
    },
    async keptOfPerson(session, id) {
      const { person, atWork, parts } = await keptNow(deps, { id, institutionId: managedInstitution(session) });
      return { person: foundView(person), confirmation: confirmationOf(person), atWork, parts: partViews(parts) };
    },
    async copyPerson(session, id) {
      return writtenCopy(await copyOfPerson(deps, { id, institutionId: managedInstitution(session) }, actorName(session)));
    },
    async erasePerson(session, { personId: id, reason, typed }) {
      return partViews(await erasePerson(deps, { id, institutionId: managedInstitution(session), by: actorName(session), reason, typed }));
    },
  };
}

const searchedText = z.string().trim().min(1).max(200).transform((text) => text.normalize('NFC'));

function searched(text: string): string {
  const parsed = searchedText.safeParse(text);
  if (!parsed.success) throw fail('BAD_INPUT', { detail: 'text' });
  return parsed.data;
}

function foundView({ id, name, email, subject, platform, courses }: KnownPerson): FoundPersonView {
  return { id, name, email, subject, platform, courses };
}

/** Tables of one kind meet one fate, so a reader sees them as one; what tells most of somebody comes first. */
function partViews(parts: readonly PartOfPerson[]): KeptPartView[] {
  const kinds = new Map<PartOfPerson['kind'], KeptPartView>();
  for (const { kind, rows, erasing } of parts) {
    kinds.set(kind, { kind, rows: rows + (kinds.get(kind)?.rows ?? 0), fate: erasing.kind, because: erasing.kind === 'keep' ? erasing.because : null });
  }
  return keptKinds.flatMap((kind) => kinds.get(kind) ?? []);
}
