import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { PlatformId } from '../../domain/ids.ts';
import { isLoopbackHost } from '../../http/loopback-host.ts';
import type { PlatformProbe, ProbeOutcome } from '../../ports/platform-probe.ts';
import type { Sql } from '../../ports/sql.ts';
import type { CheckCode } from './check-codes.ts';
import { keepReport, platformFacts, type PlatformFacts } from './check-store.ts';
import type { Finding } from './finding.ts';
import type { CheckedPart, CheckItem, CheckReport } from './report.ts';

/** One request to a host that somebody else named, limited in time and size. */
type Outbound = (request: { readonly url: string; readonly headers?: Readonly<Record<string, string>> }) => Promise<{ readonly status: number; readonly headers: { readonly date?: string | undefined }; readonly body: string }>;

export interface CheckDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly outbound: Outbound;
  readonly probe: PlatformProbe;
  readonly publicUrl: string;
  /** Names of the tool's published keys. */
  readonly toolKeyIds: () => Promise<readonly string[]>;
}

/**
 * Tries what a registration needs, from the keys to the roster, and keeps what was found. Nothing is changed at the LMS.
 * @returns undefined when there is no such platform
 */
export async function checkPlatform(deps: CheckDeps, id: PlatformId): Promise<CheckReport | undefined> {
  const facts = await platformFacts(deps.sql, id);
  if (facts === undefined) return undefined;
  const [toolKeys, platformKeys, services] = await Promise.all([checkToolKeys(deps), checkPlatformKeys(deps, facts), checkServices(deps, facts)]);
  const report = { at: deps.clock.now(), items: [toolKeys, ...platformKeys, ...services, ...noticesItem(facts)] };
  await keepReport(deps.sql, facts, report);
  return report;
}

const keySetSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string().optional(), kty: z.string() })).min(1) });
type KeySet = z.infer<typeof keySetSchema>;

/** The LMS reads this address when it checks what we sign. */
async function checkToolKeys({ outbound, publicUrl, toolKeyIds }: CheckDeps): Promise<CheckItem> {
  const url = new URL('/lti/keys', publicUrl).href;
  const fetched = await fetchKeys(outbound, url);
  if ('problem' in fetched) return failed('tool-keys', 'CHECK_TOOL_KEYS', fetched.problem, fetched.said);
  const ours = await toolKeyIds();
  const known = fetched.keys.filter(({ kid }) => kid !== undefined && ours.includes(kid));
  return known.length === 0 ? failed('tool-keys', 'CHECK_TOOL_KEYS_FOREIGN', { kind: 'address', url }) : ok('tool-keys', { kind: isLoopbackHost(new URL(url).hostname) ? 'local-address' : 'address', url });
}

async function checkPlatformKeys({ outbound, clock }: CheckDeps, { jwksUrl }: PlatformFacts): Promise<CheckItem[]> {
  const fetched = await fetchKeys(outbound, jwksUrl);
  if ('problem' in fetched) return [failed('platform-keys', 'CHECK_PLATFORM_KEYS', fetched.problem, fetched.said)];
  return [ok('platform-keys', { kind: 'keys', url: jwksUrl, count: fetched.keys.length }), ...clockItem(fetched.date, clock.now())];
}

type Fetched = { readonly keys: KeySet['keys']; readonly date: string | undefined } | { readonly problem: Finding; readonly said: string };

async function fetchKeys(outbound: Outbound, url: string): Promise<Fetched> {
  try {
    const { status, headers, body } = await outbound({ url, headers: { accept: 'application/json' } });
    if (status !== 200) return { problem: { kind: 'status', url, status }, said: '' };
    const parsed = keySetSchema.safeParse(JSON.parse(body));
    return parsed.success ? { keys: parsed.data.keys, date: headers.date } : { problem: { kind: 'no-keys', url }, said: '' };
  } catch (error) {
    return { problem: { kind: 'no-answer', url }, said: error instanceof Error ? error.message : String(error) };
  }
}

const CLOCK_SECONDS = 30;

/** Every HTTP answer carries the time of the LMS (RFC 9110 section 6.6.1); a proxy may leave it out. */
function clockItem(date: string | undefined, now: Date): CheckItem[] {
  const seconds = (Date.parse(date ?? '') - now.getTime()) / 1_000;
  if (!Number.isFinite(seconds)) return [];
  // rounding leaves a minus before nothing, which a number that was kept has not
  const finding: Finding = { kind: 'clock', seconds: Math.round(seconds) + 0 };
  return [Math.abs(seconds) > CLOCK_SECONDS ? failed('clock', 'CHECK_CLOCK', finding) : ok('clock', finding)];
}

async function checkServices({ probe }: CheckDeps, facts: PlatformFacts): Promise<CheckItem[]> {
  const token = itemOf('token', await probe.token(facts.id), ({ expiresAt }) => ({ kind: 'token', until: expiresAt }));
  const service = async (part: 'line-items' | 'roster', url: string | null, read: (id: PlatformId, url: string) => Promise<ProbeOutcome<{ count: number }>>): Promise<CheckItem> => {
    if (!facts.hasLaunched) return skipped(part, 'CHECK_NOT_LAUNCHED');
    if (url === null) return skipped(part, 'CHECK_NOT_OFFERED');
    return itemOf(part, await read(facts.id, url), ({ count }) => ({ kind: part === 'roster' ? 'people' : 'line-items', count }));
  };
  return [token, await service('line-items', facts.lineItemsUrl, probe.lineItems), await service('roster', facts.membershipsUrl, probe.members)];
}

/** They are ordered by a job of their own, so nothing is tried here: this is how the last order ended. */
function noticesItem({ notices }: PlatformFacts): CheckItem[] {
  if (notices === null) return [];
  if (notices.problem !== null) return [failed('notices', 'CHECK_NOTICES', undefined, notices.problem)];
  return notices.ordered.length === 0 ? [] : [ok('notices', { kind: 'notices', types: [...notices.ordered] })];
}

function itemOf<Found>(part: CheckedPart, outcome: ProbeOutcome<Found>, findingOf: (found: Readonly<Found>) => Finding): CheckItem {
  switch (outcome.kind) {
    case 'ok':
      return ok(part, findingOf(outcome));
    case 'unauthorized':
      return failed(part, 'CHECK_UNAUTHORIZED', undefined, outcome.detail);
    case 'forbidden':
      return failed(part, 'CHECK_FORBIDDEN', undefined, outcome.detail);
    case 'throttled':
      return skipped(part, 'CHECK_THROTTLED', outcome.retryAfterSeconds === undefined ? undefined : { kind: 'later', seconds: outcome.retryAfterSeconds });
    case 'unreachable':
      return failed(part, 'CHECK_UNREACHABLE', undefined, outcome.detail);
    case 'refused':
      return failed(part, 'CHECK_REFUSED', undefined, outcome.detail);
  }
}

const LONGEST_DETAIL = 300;
const short = (detail: string): string => detail.replaceAll(/\p{Cc}/gu, ' ').slice(0, LONGEST_DETAIL);
const told = (finding: Finding | undefined): { finding?: Finding } => (finding === undefined ? {} : { finding });
const ok = (part: CheckedPart, finding: Finding): CheckItem => ({ part, outcome: 'ok', finding, detail: '' });
const failed = (part: CheckedPart, code: CheckCode, finding: Finding | undefined, said = ''): CheckItem => ({ part, outcome: 'failed', code, ...told(finding), detail: short(said) });
const skipped = (part: CheckedPart, code: CheckCode, finding?: Finding): CheckItem => ({ part, outcome: 'skipped', code, ...told(finding), detail: '' });
