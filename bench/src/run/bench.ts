import type { Scope } from './scope.ts';

/** A number that a bench takes from the command line. */
export interface Flag {
  readonly about: string;
  readonly usual: number;
  /** What `--smoke` takes: a few operations, to see that the bench still works. */
  readonly smoke: number;
}

export interface Figure {
  /** Its key in the JSON. */
  readonly name: string;
  /** The line it stands in. */
  readonly label: string;
  /** The column, where lines are compared with each other. */
  readonly column?: string;
  readonly value: number;
  readonly unit: string;
}

/** A comparison of two figures of the same run, and what we want of it. */
export interface Ratio {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly target?: { readonly at: 'least' | 'most'; readonly value: number };
}

export interface Outcome {
  readonly figures: readonly Figure[];
  readonly ratios: readonly Ratio[];
}

export type Flags<Name extends string> = Readonly<Record<Name, number>>;

export interface Running<Name extends string = string> {
  readonly flags: Flags<Name>;
  /** What the bench starts is ended with it. */
  readonly scope: Scope;
  /** Tells the person who waits what is going on; never part of the result. */
  readonly say: (line: string) => void;
}

export interface Bench<Name extends string = string> {
  readonly name: string;
  readonly about: string;
  readonly flags: Readonly<Record<Name, Flag>>;
  run(running: Running<Name>): Promise<Outcome>;
}
