import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { PlatformId } from '../../ids.ts';
import { isLoopbackHost } from '../../loopback-host.ts';
import type { PlatformProbe, ProbeOutcome } from '../../platform-probe.ts';
import type { Sql } from '../../sql.ts';
import type { CheckCode } from './check-codes.ts';
import { keepReport, platformFacts, type PlatformFacts } from './check-store.ts';
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
  if ('problem' in fetched) return failed('tool-keys', 'CHECK_TOOL_KEYS', `${url}: ${fetched.problem}`);
  const ours = await toolKeyIds();
  const known = fetched.keys.filter(({ kid }) => kid !== undefined && ours.includes(kid));
  return known.length === 0 ? failed('tool-keys', 'CHECK_TOOL_KEYS_FOREIGN', url) : ok('tool-keys', isLoopbackHost(new URL(url).hostname) ? `${url}, which an LMS in a container or on another machine cannot read` : url);
}

async function checkPlatformKeys({ outbound, clock }: CheckDeps, { jwksUrl }: PlatformFacts): Promise<CheckItem[]> {
  const fetched = await fetchKeys(outbound, jwksUrl);
  if ('problem' in fetched) return [failed('platform-keys', 'CHECK_PLATFORM_KEYS', `${jwksUrl}: ${fetched.problem}`)];
  return [ok('platform-keys', `${fetched.keys.length} at ${jwksUrl}`), ...clockItem(fetched.date, clock.now())];
}

type Fetched = { readonly keys: KeySet['keys']; readonly date: string | undefined } | { readonly problem: string };

async function fetchKeys(outbound: Outbound, url: string): Promise<Fetched> {
  try {
    const { status, headers, body } = await outbound({ url, headers: { accept: 'application/json' } });
    if (status !== 200) return { problem: `answered with ${status}` };
    const parsed = keySetSchema.safeParse(JSON.parse(body));
    return parsed.success ? { keys: parsed.data.keys, date: headers.date } : { problem: 'holds no keys' };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

const CLOCK_SECONDS = 30;

/** Every HTTP answer carries the time of the LMS (RFC 9110 section 6.6.1); a proxy may leave it out. */
function clockItem(date: string | undefined, now: Date): CheckItem[] {
  const seconds = (Date.parse(date ?? '') - now.getTime()) / 1_000;
  if (!Number.isFinite(seconds)) return [];
  const detail = `${Math.round(Math.abs(seconds))} s ${seconds < 0 ? 'behind' : 'ahead'}`;
  return [Math.abs(seconds) > CLOCK_SECONDS ? failed('clock', 'CHECK_CLOCK', detail) : ok('clock', detail)];
}

async function checkServices({ probe }: CheckDeps, facts: PlatformFacts): Promise<CheckItem[]> {
  const token = itemOf('token', await probe.token(facts.id));
  const service = async (part: CheckedPart, url: string | null, read: (id: PlatformId, url: string) => Promise<ProbeOutcome>): Promise<CheckItem> => {
    if (!facts.hasLaunched) return skipped(part, 'CHECK_NOT_LAUNCHED', '');
    return url === null ? skipped(part, 'CHECK_NOT_OFFERED', '') : itemOf(part, await read(facts.id, url));
  };
  return [token, await service('line-items', facts.lineItemsUrl, probe.lineItems), await service('roster', facts.membershipsUrl, probe.members)];
}

/** They are ordered by a job of their own, so nothing is tried here: this is how the last order ended. */
function noticesItem({ notices }: PlatformFacts): CheckItem[] {
  if (notices === null) return [];
  if (notices.problem !== null) return [failed('notices', 'CHECK_NOTICES', notices.problem)];
  return notices.ordered.length === 0 ? [] : [ok('notices', notices.ordered.join(', '))];
}

function itemOf(part: CheckedPart, outcome: ProbeOutcome): CheckItem {
  switch (outcome.kind) {
    case 'ok':
      return ok(part, outcome.detail);
    case 'unauthorized':
      return failed(part, 'CHECK_UNAUTHORIZED', outcome.detail);
    case 'forbidden':
      return failed(part, 'CHECK_FORBIDDEN', outcome.detail);
    case 'throttled':
      return skipped(part, 'CHECK_THROTTLED', outcome.retryAfterSeconds === undefined ? '' : `${outcome.retryAfterSeconds} s`);
    case 'unreachable':
      return failed(part, 'CHECK_UNREACHABLE', outcome.detail);
    case 'refused':
      return failed(part, 'CHECK_REFUSED', outcome.detail);
  }
}

const LONGEST_DETAIL = 300;
const short = (detail: string): string => detail.replaceAll(/\p{Cc}/gu, ' ').slice(0, LONGEST_DETAIL);
const ok = (part: CheckedPart, detail: string): CheckItem => ({ part, outcome: 'ok', detail: short(detail) });
const failed = (part: CheckedPart, code: CheckCode, detail: string): CheckItem => ({ part, outcome: 'failed', code, detail: short(detail) });
const skipped = (part: CheckedPart, code: CheckCode, detail: string): CheckItem => ({ part, outcome: 'skipped', code, detail: short(detail) });
