import type { Form } from './form.ts';
import type { State } from './state.ts';

/** What an operation works on. */
export interface ApiContext {
  readonly state: State;
  /** Where this endpoint is reached. */
  readonly url: string;
  now(): Date;
  /** Raises an event, which is kept and sent to the webhook. */
  raise(type: string, object: unknown): void;
}

/** One request, parsed: the form of a POST, or the query of a GET. */
export interface Call {
  readonly form: Form;
  /** The id in the path, or an empty text. */
  readonly id: string;
}

export type Operation = (context: ApiContext, call: Call) => object;

/** Stripe's times are whole seconds. */
export const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);
