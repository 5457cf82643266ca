import type { AccountAccess, Region } from '@cloudclass/plugin-contract';
import { listBuckets, removeBucket } from './buckets.ts';
import { withS3, withSsm, type ClientOptions } from './clients.ts';
import { listParameters, removeParameter } from './parameters.ts';

/** Finds and removes what a learner can make of one AWS service. */
interface Sweeper {
  readonly service: string;
  /** Whether one Region lists the whole account, or each its own. */
  readonly scope: 'account' | 'region';
  /** ARNs of what is there. */
  list(place: Place, options: ClientOptions): Promise<string[]>;
  remove(place: Place, options: ClientOptions, arn: string): Promise<void>;
}

interface Place {
  readonly access: AccountAccess;
  readonly region: Region;
}

const bucketArn = 'arn:aws:s3:::';

const s3: Sweeper = {
  service: 's3',
  scope: 'account',
  list: (place, options) => withS3(place, options, async (client) => (await listBuckets(client)).map((name) => `${bucketArn}${name}`)),
  remove: (place, options, arn) => withS3(place, options, (client) => removeBucket(client, arn.slice(bucketArn.length))),
};

const parameterArn = ({ access, region }: Place, name: string): string => `arn:aws:ssm:${region}:${access.accountId}:parameter/${name.replace(/^\//, '')}`;

/** The ARN does not tell whether a name began with a slash, so names are asked for again. */
const ssm: Sweeper = {
  service: 'ssm',
  scope: 'region',
  list: (place, options) => withSsm(place, options, async (client) => (await listParameters(client)).map((name) => parameterArn(place, name))),
  remove: (place, options, arn) => withSsm(place, options, async (client) => {
    for (const name of (await listParameters(client)).filter((known) => parameterArn(place, known) === arn)) await removeParameter(client, name);
  }),
};

/** Where a learner could make things: every Region the account was open in, not only the stack's. */
export interface Sweep {
  readonly access: AccountAccess;
  readonly regions: readonly Region[];
}

/** One row per service that packs use; a pack that uses another needs its row here first. Roles and policies are the pool's to remove. */
const sweepers: readonly Sweeper[] = [s3, ssm];

/**
 * What is left in an account: the proof that it is clean is an empty list.
 * @returns ARNs
 */
export async function inventory(sweep: Sweep, options: ClientOptions = {}): Promise<string[]> {
  const found = await Promise.all(visits(sweep).map(({ sweeper, place }) => sweeper.list(place, options)));
  return found.flat().toSorted();
}

/** Removes everything a learner made, whatever the stack held; safe to repeat. */
export async function emptyAccount(sweep: Sweep, options: ClientOptions = {}): Promise<void> {
  for (const { sweeper, place } of visits(sweep)) {
    for (const arn of await sweeper.list(place, options)) await sweeper.remove(place, options, arn);
  }
}

/** A service that lists the whole account from anywhere is asked once, in the stack's Region; the others in each. */
function visits({ access, regions }: Sweep): { sweeper: Sweeper; place: Place }[] {
  return sweepers.flatMap((sweeper) => (sweeper.scope === 'account' ? [access.region] : regions).map((region) => ({ sweeper, place: { access, region } })));
}
