import type { AccountAccess, AwsAccountId, AwsCredentials, Region } from '@cloudclass/plugin-contract';
import type { DomainEvent } from '../../domain/events.ts';
import type { Sql } from '../../ports/sql.ts';
import type { Lab } from './lab-store.ts';

/** What a learner may do in a lab's account. */
export interface Guardrails {
  /** Service prefixes, as in IAM actions. */
  readonly services: readonly string[];
  readonly regions: readonly Region[];
}

/** How far AWS is with an account that it was asked for. */
export type Making =
  | { readonly status: 'under-way'; readonly ticket: string }
  | { readonly status: 'made'; readonly accountId: AwsAccountId }
  /** No account comes of it. */
  | { readonly status: 'refused'; readonly problem: string; readonly reason: string };

/** The AWS side of the account pool. Every method may be repeated after a kill. */
export interface LabAccounts {
  /** Asks for a new account and does not wait for it. @param name the request's: no two accounts have the same */
  askForAccount(name: string): Promise<Making>;
  /** What came of a request whose answer nobody kept; undefined when AWS never heard of it. */
  findAskedFor(name: string): Promise<Making | undefined>;
  /** @param request.ticket AWS's number for the request */
  lookAtRequest(request: { readonly name: string; readonly ticket: string }): Promise<Making>;
  /** Makes a new account the pool's. Throws for as long as AWS does not let itself be used in it. */
  takeIn(accountId: AwsAccountId): Promise<void>;
  operationsAccess(accountId: AwsAccountId, region: Region): AccountAccess;
  /** Gives the account a learner role within these guardrails, open for sign-in. */
  openTo(accountId: AwsAccountId, guardrails: Guardrails): Promise<void>;
  /** Denies every session of the learner role that was issued until now. */
  revokeSessions(accountId: AwsAccountId, now: Date): Promise<void>;
  /** Lets nobody but the operations role act in the account, whatever roles a learner may have made there. */
  freeze(accountId: AwsAccountId): Promise<void>;
  /** Takes back what `freeze` did. */
  unfreeze(accountId: AwsAccountId): Promise<void>;
  /** Short-lived credentials of the learner role. @param sessionName a pseudonym: CloudTrail keeps it */
  learnerCredentials(accountId: AwsAccountId, sessionName: string): Promise<AwsCredentials>;
  consoleSignInUrl(credentials: AwsCredentials, region: Region): Promise<string>;
  learnerRoleArn(accountId: AwsAccountId): string;
  /** The role that leases, cleans and looks up. */
  operationsRoleArn(accountId: AwsAccountId): string;
  /**
   * Removes everything in the account that is not the pool's own.
   * @param regions every Region the account was open in
   * @returns `going` when AWS is still taking some of it away: what is left then is to be looked at again later
   */
  empty(access: AccountAccess, regions: readonly Region[]): Promise<'done' | 'going'>;
  /** ARNs of what is left; clean is an empty list. @param regions every Region the account was open in */
  inventory(access: AccountAccess, regions: readonly Region[]): Promise<string[]>;
}

/** Sets the credit aside that a lab needs to start. @throws an error with code CREDIT_INSUFFICIENT, CONTRACT_MISSING or PRICE_MISSING */
export type HoldCredit = (tx: Sql, lab: Lab) => Promise<void>;

/** Queues a lab's provisioning or recycling, at an instant, with the caller's transaction; asking again replaces what is queued. */
export type ScheduleLifecycle = (sql: Sql, job: 'provision-lab' | 'recycle-lab', event: DomainEvent, at: Date) => Promise<void>;
