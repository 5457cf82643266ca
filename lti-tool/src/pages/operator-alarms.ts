import { z } from 'zod';
import type { DeliveryTrouble } from '../features/grades/delivery-store.ts';
import { moneyAlarms } from './money-alarms.ts';
import type { PageDeps } from './page-deps.ts';
import type { AccountsComingView, AlarmView, PlatformSummary, QueueView } from './views/operator.ts';

/** What the page has read already. */
export interface HealthFacts {
  readonly now: Date;
  readonly coming: AccountsComingView;
  /** How many accounts are in quarantine. */
  readonly quarantine: number;
  readonly queues: readonly QueueView[];
  /** How many grades were refused. */
  readonly refused: number;
  readonly platforms: readonly PlatformSummary[];
  /** Platforms that take no grades just now. */
  readonly troubles: readonly DeliveryTrouble[];
}

/** What a person should act on, worst first. docs/operator.md says what to do about each. */
export async function alarmsOf(deps: Pick<PageDeps, 'sql'>, facts: HealthFacts): Promise<AlarmView[]> {
  const { now } = facts;
  return [...(await moneyAlarms(deps, now)), ...failingPlatforms(facts), ...(await openCutOffs(deps, now)), ...(await streamsBehind(deps, now)), ...staleQueues(facts), ...missingAccounts(facts), ...counted('ACCOUNTS_IN_QUARANTINE', facts.quarantine, now), ...heldGrades(facts), ...counted('GRADES_REFUSED', facts.refused, now)];
}

function heldGrades({ troubles, now }: HealthFacts): AlarmView[] {
  return troubles.filter(({ held_until: until }) => until !== null).map(({ problem, since, waiting }) => ({ code: 'GRADES_HELD', since: since ?? now, detail: problem, count: waiting, health: 'degraded' }));
}

function failingPlatforms({ platforms, now }: HealthFacts): AlarmView[] {
  return platforms.filter(({ health }) => health === 'bad').map(({ institution, check }) => ({ code: 'PLATFORM_FAILING', since: check?.at ?? now, detail: institution.name, count: null, health: 'bad' }));
}

/** Shutting out takes seconds; what takes longer leaves somebody at work whose lab is over. */
const SHUT_OUT_MILLISECONDS = 2 * 60_000;

const openRow = z.object({ lab_id: z.string(), account_id: z.string(), since: z.coerce.date() });

/** Labs that are over and whose account is not closed yet: a learner may still act there, and nobody pays for it. */
async function openCutOffs({ sql }: Pick<PageDeps, 'sql'>, now: Date): Promise<AlarmView[]> {
  const rows = await sql.query(
    `select l.id as lab_id, a.account_id, l.ended_at as since from account a join lab l on l.id::text = a.state->>'labId'
     where a.status = 'leased' and l.status in ('ending', 'ended', 'failed') and l.ended_at < $1 order by l.ended_at`,
    [new Date(now.getTime() - SHUT_OUT_MILLISECONDS)],
  );
  return z.array(openRow).parse(rows).map((row) => ({ code: 'CUT_OFF_OPEN', since: row.since, detail: `lab ${row.lab_id}, account ${row.account_id}`, count: null, health: 'bad' }));
}

const SHOWN_MILLISECONDS = 7 * 86_400_000;
const BEHIND_MILLISECONDS = 2 * 60_000;

const behindRow = z.object({ reader: z.string(), shards: z.number(), since: z.date() });

/** Streams that nobody has read to their end for a while: verdicts or insight stand still. One that is gone for good is forgotten after a week. */
async function streamsBehind({ sql }: Pick<PageDeps, 'sql'>, now: Date): Promise<AlarmView[]> {
  const rows = await sql.query(
    `select consumer as reader, count(*)::int as shards, min(caught_up_at) as since from stream_checkpoint
     where sequence is distinct from 'SHARD_END' and caught_up_at between $1 and $2 group by consumer order by consumer`,
    [new Date(now.getTime() - SHOWN_MILLISECONDS), new Date(now.getTime() - BEHIND_MILLISECONDS)],
  );
  return z.array(behindRow).parse(rows).map((row) => ({ code: 'STREAM_BEHIND', since: row.since, detail: row.reader, count: row.shards, health: 'bad' }));
}

const STALE_SECONDS = 120;

function staleQueues({ queues, now }: HealthFacts): AlarmView[] {
  return queues
    .filter((queue) => (queue.oldestSeconds ?? 0) > STALE_SECONDS)
    .map((queue) => ({ code: 'QUEUE_STALE', since: new Date(now.getTime() - (queue.oldestSeconds ?? 0) * 1000), detail: queue.name, count: queue.waiting, health: 'degraded' }));
}

/** Being told to wait passes within seconds; what lasts keeps labs waiting. */
function missingAccounts({ coming, now }: HealthFacts): AlarmView[] {
  return coming.failures
    .filter(({ since }) => now.getTime() - since.getTime() > STALE_SECONDS * 1000)
    .map(({ problem, count, since }) => ({ code: 'ACCOUNTS_NOT_MADE', since, detail: problem, count, health: 'degraded' }));
}

function counted(code: string, count: number, since: Date): AlarmView[] {
  return count === 0 ? [] : [{ code, since, detail: '', count, health: 'degraded' }];
}
