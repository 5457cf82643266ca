import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { FoundKeys, PlatformKeys, WantedKey } from '../../features/launch/validate-launch.ts';
import { importPublicKey, keySetSchema, whyUnfit, type PublishedKey } from './published-key.ts';
import type { Outbound } from './request.ts';

const FRESH_MILLISECONDS = 3_600_000;
/** When the platform does not answer, what it said last serves for as long: an LMS under load must not lock a class out. */
const KEPT_MILLISECONDS = 24 * 3_600_000;
/** A platform whose keys are known is not asked more often than this: anybody can send tokens with invented kids. */
const ASKED_EVERY_MILLISECONDS = 10_000;
/** Nor one that has just failed, whose keys are not known. */
const FAILED_FOR_MILLISECONDS = 1_000;
const KEPT_SETS = 1_000;

interface KeySet {
  readonly fetchedAt: number;
  readonly keys: readonly PublishedKey[];
  readonly found: Map<string, FoundKeys>;
}

/** What is known of one platform's keys. */
interface Entry {
  known?: KeySet | undefined;
  /** When the platform was last asked, with or without success. */
  askedAt: number;
  /** The request under way: everybody waits for the same. */
  asking?: Promise<KeySet> | undefined;
  /** The last request, when it failed. */
  failed?: Promise<KeySet> | undefined;
}

/** Keeps the key sets of platforms in memory. A known key costs no request; an unknown one costs one, however many ask. */
export function createPlatformKeys({ outbound, clock }: { outbound: Outbound; clock: Clock }): PlatformKeys {
  const entries = new Map<string, Entry>();

  const ask = (jwksUrl: string, entry: Entry, now: number): Promise<KeySet> => {
    const asking = fetchKeys(outbound, jwksUrl).then((keys) => ({ fetchedAt: now, keys, found: new Map<string, FoundKeys>() }));
    Object.assign(entry, { askedAt: now, asking, failed: undefined });
    asking.then((known) => Object.assign(entry, { known, asking: undefined }), () => Object.assign(entry, { asking: undefined, failed: asking }));
    return asking;
  };

  /** Asks the platform, unless it was asked a moment ago. */
  const newest = (jwksUrl: string, entry: Entry, now: number): Promise<KeySet> => {
    // a clock that was put back must not make a moment of an hour
    const since = Math.abs(now - entry.askedAt);
    if (entry.asking !== undefined) return entry.asking;
    if (entry.known !== undefined && since < ASKED_EVERY_MILLISECONDS) return Promise.resolve(entry.known);
    if (entry.known === undefined && entry.failed !== undefined && since < FAILED_FOR_MILLISECONDS) return entry.failed;
    return ask(jwksUrl, entry, now);
  };

  const find = async (jwksUrl: string, wanted: WantedKey, freshMilliseconds: number): Promise<FoundKeys> => {
    const now = clock.now().getTime();
    const entry = entryOf(entries, jwksUrl);
    if (entry.known !== undefined && now - entry.known.fetchedAt > KEPT_MILLISECONDS) entry.known = undefined;
    const known = entry.known === undefined ? undefined : { ...keysIn(entry.known, wanted), fresh: now - entry.known.fetchedAt <= freshMilliseconds };
    if (known?.kind === 'found' && known.fresh) return known;
    try {
      return keysIn(await newest(jwksUrl, entry, now), wanted);
    } catch (cause) {
      if (known?.kind === 'found') return known;
      throw cause;
    }
  };

  return {
    find: (jwksUrl, wanted) => find(jwksUrl, wanted, FRESH_MILLISECONDS),
    findAnew: (jwksUrl, wanted) => find(jwksUrl, wanted, 0),
  };
}

function entryOf(entries: Map<string, Entry>, jwksUrl: string): Entry {
  const known = entries.get(jwksUrl);
  if (known !== undefined) return known;
  if (entries.size >= KEPT_SETS) entries.clear();
  const entry: Entry = { askedAt: 0 };
  entries.set(jwksUrl, entry);
  return entry;
}

/** More keys by one name would only cost time. */
const MOST_OF_ONE_NAME = 4;

/** Of the keys by one name those that serve: names need not differ (RFC 7517 section 4.5). A name that is not in the set is not remembered: anybody can invent them. */
function keysIn(set: KeySet, { kid, alg }: WantedKey): FoundKeys {
  const id = `${kid} ${alg}`;
  const known = set.found.get(id);
  if (known !== undefined) return known;
  const tried = set.keys.filter((key) => key.kid === kid).map((key) => imported(key, alg));
  const keys = tried.filter((one) => typeof one !== 'string').slice(0, MOST_OF_ONE_NAME);
  if (tried.length === 0) return { kind: 'unknown' };
  const found: FoundKeys = keys.length > 0 ? { kind: 'found', keys } : { kind: 'unfit', why: String(tried[0]) };
  set.found.set(id, found);
  return found;
}

/** @returns why not, when the key does not serve */
function imported(key: PublishedKey, alg: string): KeyObject | string {
  const why = whyUnfit(key, alg);
  if (why !== undefined) return why;
  try {
    return importPublicKey(key);
  } catch (cause) {
    return String(cause);
  }
}

async function fetchKeys(outbound: Outbound, url: string): Promise<readonly PublishedKey[]> {
  const response = await outbound({ url, headers: { accept: 'application/json' } });
  if (response.status !== 200) throw new Error(`the key set answered with ${response.status}`);
  return keySetSchema.parse(JSON.parse(response.body));
}
