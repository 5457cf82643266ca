import type { AccountAccess, Region } from '@cloudclass/plugin-contract';
import type { ClientOptions } from '../clients.ts';

/** Finds and removes what a learner can make of one AWS service. */
export interface Sweeper {
  /** As in IAM actions. */
  readonly service: string;
  /** Whether one Region lists the whole account, or each its own. */
  readonly scope: 'account' | 'region';
  /** ARNs of what is there, on every page. What AWS itself put into each account is not listed. */
  list(place: Place, options: ClientOptions): Promise<string[]>;
  /** Removes one of them; one that is gone is fine. */
  remove(place: Place, options: ClientOptions, arn: string): Promise<void>;
}

export interface Place {
  readonly access: AccountAccess;
  readonly region: Region;
}
