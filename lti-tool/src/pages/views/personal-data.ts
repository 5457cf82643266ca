import type { Erasing, KeptKind, KeptReason } from '../../features/personal-data/kept-of-person.ts';

export interface FoundPersonView {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  /** The id that their LMS gives them. */
  readonly subject: string;
  /** The address of their LMS. */
  readonly platform: string | null;
  readonly courses: readonly string[];
}

/** `moreThan`: how many there are at least, where not all are shown; else null. */
export interface FoundPeopleView { readonly people: readonly FoundPersonView[]; readonly moreThan: number | null }

export interface KeptPartView {
  readonly kind: KeptKind;
  readonly rows: number;
  readonly fate: Erasing['kind'];
  /** Why it stays; null for what goes. */
  readonly because: KeptReason | null;
}

export interface KeptOfPersonView {
  readonly person: FoundPersonView;
  /** What to type to confirm that they are erased. */
  readonly confirmation: string;
  readonly atWork: boolean;
  readonly parts: readonly KeptPartView[];
}
