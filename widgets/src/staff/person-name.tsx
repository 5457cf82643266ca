import { useWords } from '../messages/language.ts';
import { isolated } from '../text/isolated.ts';
import { staffWords } from './words/index.ts';

interface NamedPerson {
  readonly id: string;
  readonly name: string | null;
}

/** A person's name; a platform may keep names to itself. */
export function usePersonName(): (person: NamedPerson) => string {
  const words = useWords(staffWords);
  return ({ name }) => isolated(name ?? words.nobody);
}

export function PersonName({ person }: { readonly person: NamedPerson }) {
  return <span title={person.id}>{usePersonName()(person)}</span>;
}
