import type { AccountAccess, Region } from '@cloudclass/plugin-contract';
import type { ClientOptions } from '../clients.ts';

/** Finds and removes what a learner can make of one AWS service. */
export interface Sweeper {
  /** Whether one Region lists the whole account, or each its own. */
  readonly scope: 'account' | 'region';
  /** Set where AWS takes away in its own time: what is still listed after a pass is no failure yet, and is to be looked at again. */
  readonly takesTime?: true;
  /** ARNs of what is there, on every page, in the order in which it can go. What AWS itself put into each account is not listed. */
  list(place: Place, options: ClientOptions): Promise<string[]>;
  /** Removes one of them; one that is gone is fine, and where it takes time, one that another thing still holds. */
  remove(place: Place, options: ClientOptions, arn: string): Promise<void>;
}

export interface Place {
  readonly access: AccountAccess;
  readonly region: Region;
}
