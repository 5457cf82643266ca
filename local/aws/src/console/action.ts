import type { Visit } from './visit.ts';

/** What a form of a resource's pages does: the tab it stands on, the calls it makes, and what to say when it is done. */
export interface Action<Tab extends string = string> {
  readonly tab: Tab;
  readonly done: string;
  readonly run: (visit: Visit, name: string) => Promise<unknown>;
}
