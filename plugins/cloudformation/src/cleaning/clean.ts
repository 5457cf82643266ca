import type { AccountAccess, Region } from '@cloudclass/plugin-contract';
import type { ClientOptions } from '../clients.ts';
import { s3 } from './buckets-sweeper.ts';
import { SWEPT_SERVICES, type SweptService } from './cleaned-services.ts';
import { ec2 } from './ec2-sweeper.ts';
import { ssm } from './parameters-sweeper.ts';
import type { Place, Sweeper } from './sweeper.ts';
import { dynamodb } from './tables-sweeper.ts';

/** Where a learner could make things: every Region the account was open in, not only the stack's. */
export interface Sweep {
  readonly access: AccountAccess;
  readonly regions: readonly Region[];
}

/** One for each service that packs may use; a service without one is an error of the compiler. */
const SWEEPERS: Readonly<Record<SweptService, Sweeper>> = { ec2, dynamodb, s3, ssm };

/**
 * What is left in an account: the proof that it is clean is an empty list.
 * @returns ARNs
 */
export async function inventory(sweep: Sweep, options: ClientOptions = {}): Promise<string[]> {
  const found = await Promise.all(visits(sweep).map(({ sweeper, place }) => sweeper.list(place, options)));
  return found.flat().toSorted();
}

/** So many of a service that is come back to anyway are removed in one pass, instances before what can be made by the thousand: nobody waits for minutes. */
const MOST_A_PASS = 200;

/**
 * Removes everything a learner made, whatever the stack held; safe to repeat. What one thing refuses keeps nothing else waiting.
 * @returns `going` when AWS is still taking some of it away, so that what is left is to be looked at again later
 * @throws AggregateError of every refusal, when all was tried
 */
export async function emptyAccount(sweep: Sweep, options: ClientOptions = {}): Promise<'done' | 'going'> {
  const failures: unknown[] = [];
  const tried = <T>(work: Promise<T>): Promise<T | undefined> => work.catch((error: unknown) => void failures.push(error));
  let outcome: 'done' | 'going' = 'done';
  for (const { sweeper, place } of visits(sweep)) {
    const found = await tried(sweeper.list(place, options)) ?? [];
    for (const arn of sweeper.takesTime === true ? found.slice(0, MOST_A_PASS) : found) await tried(sweeper.remove(place, options, arn));
    if (found.length > 0 && sweeper.takesTime === true) outcome = 'going';
  }
  if (failures.length > 0) throw new AggregateError(failures, 'AWS refused some of what an account is emptied of');
  return outcome;
}

/** A service that lists the whole account from anywhere is asked once, in the stack's Region; the others in each. */
function visits({ access, regions }: Sweep): { sweeper: Sweeper; place: Place }[] {
  return SWEPT_SERVICES.map((service) => SWEEPERS[service]).flatMap((sweeper) => (sweeper.scope === 'account' ? [access.region] : regions).map((region) => ({ sweeper, place: { access, region } })));
}
