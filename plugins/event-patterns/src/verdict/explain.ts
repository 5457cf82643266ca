import type { EventValidator, Explanation, Json, Localized } from '@cloudclass/plugin-contract';
import type { CompiledPattern } from '../pattern/compile.ts';
import { missedAttempt } from '../pattern/difference.ts';
import { matches } from '../pattern/match.ts';
import { candidatesFor, type LabRecords, type Sighting } from './lab-records.ts';

/** A clause that differs, before the author's wishes about it are honoured. */
export interface DifferingClause {
  readonly path: string;
  readonly seen: Json;
  readonly expected: Json;
}

interface NearMiss {
  readonly sighting: Sighting;
  readonly clause: DifferingClause | undefined;
  /** Share of what is asked for that holds, success of the call included, from 0 to 1. */
  readonly nearness: number;
}

/**
 * The record nearest to a pattern among the attempts at it; of equally near ones the latest, since that is what the learner did last.
 * @param timing says which clause on time a matching record fails, when it matches otherwise.
 */
export function nearestMiss(records: LabRecords, pattern: CompiledPattern, timing: (sighting: Sighting) => DifferingClause | undefined): NearMiss | undefined {
  let nearest: NearMiss | undefined;
  for (const sighting of candidatesFor(records, pattern)) {
    const miss = missOf(sighting, pattern, timing);
    if (miss !== undefined && (nearest === undefined || miss.nearness >= nearest.nearness)) nearest = miss;
  }
  return nearest;
}

function missOf(sighting: Sighting, pattern: CompiledPattern, timing: (sighting: Sighting) => DifferingClause | undefined): NearMiss | undefined {
  const succeeded = Number(sighting.record.errorCode === undefined);
  if (matches(pattern, sighting.record)) {
    // All clauses hold, so only the call's failure or its time kept it from passing: as near as a miss can be.
    return { sighting, clause: succeeded ? timing(sighting) : undefined, nearness: 1 };
  }
  const difference = missedAttempt(pattern, sighting.record);
  if (difference === undefined) return undefined;
  return { sighting, clause: difference, nearness: (difference.held + succeeded) / (difference.clauses + 1) };
}

/** Tells of a record, without a clause: the act itself is the reason. */
export function explainAct({ record }: Sighting, hint?: Localized): Explanation {
  return { eventId: record.eventID, eventName: record.eventName, eventTime: record.eventTime, ...(hint && { hint }) };
}

/**
 * Explains a near miss: the clause, without its expected value when the author keeps it secret, and the author's hint for it.
 * A call that failed is explained by its error first; the hint for the path `errorCode` goes with it.
 */
export function explainMiss({ sighting, clause }: NearMiss, { hints, secret }: Pick<EventValidator, 'hints' | 'secret'>): Explanation {
  const { errorCode } = sighting.record;
  const path = errorCode === undefined ? clause?.path : 'errorCode';
  const hint = path !== undefined && Object.hasOwn(hints, path) ? hints[path] : undefined;
  return {
    ...explainAct(sighting, hint),
    ...(errorCode !== undefined && { errorCode }),
    ...(clause && { clause: disclosed(clause, secret) }),
  };
}

function disclosed({ path, seen, expected }: DifferingClause, secret: readonly string[]): NonNullable<Explanation['clause']> {
  const hidden = secret.some((kept) => path === kept || path.startsWith(`${kept}.`));
  return { path, seen: shortened(seen), ...(!hidden && { expected: shortened(expected) }) };
}

/** What a page can show of one value. */
const LONGEST = 1_000;

/**
 * A value as it is, or the beginning of its text: a policy or a whole request would travel with each verdict, and a learner chooses how long
 * it is.
 */
function shortened(value: Json): Json {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= LONGEST) return value;
  // half of a pair of UTF-16 is no text that PostgreSQL keeps
  return `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…`;
}
