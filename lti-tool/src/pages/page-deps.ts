import type { BillingContext } from '@cloudclass/billing';
import type { AccountAccess, VideoSource } from '@cloudclass/plugin-contract';
import type { Emit, Notify } from '../ports/emit.ts';
import type { ToolKeys } from '../features/identity/tool-keys.ts';
import type { Warehouse } from '../features/insight/warehouse.ts';
import type { LabAccounts } from '../features/labs/ports.ts';
import type { Packs } from '../features/packs/packs.ts';
import type { CheckReport } from '../features/platform-check/report.ts';

/** Everything the pages need. `sql` reaches the rows that the session may, whatever a statement says. */
export interface PageDeps extends BillingContext {
  readonly emit: Emit;
  readonly notify: Notify;
  readonly packs: Packs;
  readonly accounts: LabAccounts;
  readonly videos: VideoSource;
  readonly warehouse: Warehouse;
  readonly toolKeys: ToolKeys;
  readonly pseudonymOf: (personId: string) => string;
  /** Another endpoint than AWS, for the learner's command line. */
  readonly awsEndpoint: string | undefined;
  readonly lookUpRecords: (access: AccountAccess, since: Date) => Promise<unknown[]>;
  /** Signs what a launch hands to a browser. */
  readonly launchStateKey: Uint8Array;
  /** Where the tool is reached, for what a platform is told. */
  readonly publicUrl: string;
}

/** What the operator's page needs beside. */
export interface OperatorPageDeps extends PageDeps {
  /** Tries a platform's services and keeps the report; undefined when there is no such platform. */
  readonly checkPlatform: (id: string) => Promise<CheckReport | undefined>;
  /** An unguessable text, 256 bits in base64url. */
  readonly randomText: () => string;
}
