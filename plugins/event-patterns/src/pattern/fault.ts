/** Steps from the root of a document to the place a fault is about: keys of objects and indices of arrays. */
export type Position = readonly (string | number)[];

/** One thing wrong with a pattern or a validator, with where it stands. */
export interface PatternFault {
  readonly at: Position;
  readonly message: string;
}

/** Thrown by a parser of one filter; the compiler turns it into a fault with the place. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
}
