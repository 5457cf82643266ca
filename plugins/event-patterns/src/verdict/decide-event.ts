import type { Json, Verdict } from '@cloudclass/plugin-contract';
import type { CompiledPattern } from '../pattern/compile.ts';
import { valueAt } from '../pattern/difference.ts';
import { isAfter, type Context } from './context.ts';
import { distinctPassings, earned, undecided, type Decision, type Passing } from './decision.ts';
import { explainAct, explainMiss, nearestMiss, type DifferingClause } from './explain.ts';
import { groupBy, successes, type Sighting } from './lab-records.ts';
import type { EventNode } from './node.ts';

/** A passing with the place of the record that completed it. */
interface Completion extends Passing {
  readonly position: number;
}

/**
 * Decides an `event` validator. Every run of `count` different matching records, in order, is a passing; what it captures comes
 * from the record that completes it. Without `undoneBy` the first passing is for good.
 *
 * What is filled with another step's capture passes no earlier than that step did.
 *
 * `within` counts from the start of the lab. `after` waits for the named steps to have passed once; a later undoing of such a
 * step changes nothing here, so that what is passed stays passed.
 */
export function decideEvent(node: EventNode, context: Context): Decision {
  const pattern = node.pattern.bind(context.scope);
  const floors = floorsOf(node, context);
  if (pattern === undefined || floors === undefined) return undecided;
  const timing = (sighting: Sighting): DifferingClause | undefined => untimely(sighting, node, context, floors);
  const matching = successes(context.records, pattern).filter((sighting) => timing(sighting) === undefined);
  const completions = completionsOf(matching, node.validator).map((completion) => notBefore(completion, usedPassings(node, context)));
  return { verdict: verdictOf(node, context, { pattern, matching, completions, timing }), passings: distinctPassings(completions) };
}

/** The passings whose captures the pattern was filled with. */
function usedPassings({ pattern }: EventNode, { built }: Context): readonly Passing[] {
  return [...built].flatMap(([step, passing]) => (pattern.uses.has(step) ? [passing] : []));
}

/**
 * What uses another step's capture is complete when both are there: else a bucket that is made later could give this step an earlier
 * time than it had.
 */
function notBefore(completion: Completion, used: readonly Passing[]): Completion {
  const latest = used.reduce<Passing>((last, passing) => (passing.instant > last.instant ? passing : last), completion);
  return { ...completion, at: latest.at, instant: latest.instant };
}

function floorsOf({ validator }: EventNode, { built, floors }: Context): readonly Passing[] | undefined {
  const awaited = validator.after.map((step) => built.get(step));
  return awaited.every((passing) => passing !== undefined) ? [...floors, ...awaited] : undefined;
}

/** The clause on time that a record fails; undefined when it comes at the right time. */
function untimely(sighting: Sighting, node: EventNode, { lab }: Context, floors: readonly Passing[]): DifferingClause | undefined {
  const seen = sighting.record.eventTime;
  if (node.withinMillis !== undefined && sighting.instant > Date.parse(lab.startedAt) + node.withinMillis) {
    return { path: 'eventTime', seen, expected: [{ within: node.validator.within ?? '' }] };
  }
  const floor = floors.find((each) => !isAfter(sighting, each));
  return floor && { path: 'eventTime', seen, expected: [{ 'not-before': floor.at }] };
}

function completionsOf(matching: readonly Sighting[], { count, capture }: EventNode['validator']): readonly Completion[] {
  return matching.slice(count - 1).map((last, index) => ({
    at: last.record.eventTime,
    instant: last.instant,
    position: last.position,
    eventIds: matching.slice(index, index + count).map(({ record }) => record.eventID),
    captured: capturedFrom(last, capture),
  }));
}

function capturedFrom({ record }: Sighting, capture: Readonly<Record<string, string>>): Record<string, Json> {
  const entries = Object.entries(capture).map(([name, path]) => [name, valueAt(record, path.split('.'))] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, Json] => entry[1] !== undefined));
}

interface Findings {
  readonly pattern: CompiledPattern;
  readonly matching: readonly Sighting[];
  readonly completions: readonly Completion[];
  readonly timing: (sighting: Sighting) => DifferingClause | undefined;
}

function verdictOf(node: EventNode, context: Context, { pattern, matching, completions, timing }: Findings): Verdict {
  const [first] = completions;
  if (first !== undefined) return node.undoneBy.length === 0 ? earned('passed', first) : holdingVerdict(node, context, completions);
  const latest = matching.at(-1);
  if (latest !== undefined) return { status: 'seen', seen: matching.length, needed: node.validator.count, at: latest.record.eventTime };
  const miss = nearestMiss(context.records, pattern, timing);
  if (miss === undefined) return undecided.verdict;
  return { status: 'near-miss', at: miss.sighting.record.eventTime, explanation: explainMiss(miss, node.validator) };
}

/**
 * The verdict of a step that `undoneBy` can take back. `undoneBy` may name what the step itself captured, so each set of captures
 * holds or is undone by itself: deleting one bucket does not undo another. Of the same second, what completes counts as the later one.
 */
function holdingVerdict(node: EventNode, context: Context, completions: readonly Completion[]): Verdict {
  const undoings: Sighting[] = [];
  const holding: Completion[] = [];
  for (const group of groupBy(completions, ({ captured }) => JSON.stringify(captured)).values()) {
    const undoing = lastUndoing(node, context, group[0]?.captured ?? {});
    const held = group.find(({ instant }) => undoing === undefined || instant >= undoing.instant);
    if (held !== undefined) holding.push(held);
    else if (undoing !== undefined) undoings.push(undoing);
  }
  const earliest = holding.toSorted((a, b) => a.position - b.position)[0];
  if (earliest !== undefined) return earned('held', earliest);
  const undoing = undoings.toSorted((a, b) => a.position - b.position).at(-1);
  if (undoing === undefined) return undecided.verdict;
  return { status: 'near-miss', at: undoing.record.eventTime, explanation: explainAct(undoing) };
}

function lastUndoing(node: EventNode, context: Context, captured: Readonly<Record<string, Json>>): Sighting | undefined {
  const scope = { ...context.scope, captured: new Map(context.scope.captured).set(node.step, captured) };
  const undoings = node.undoneBy.flatMap((template) => {
    const pattern = template.bind(scope);
    return pattern === undefined ? [] : successes(context.records, pattern);
  });
  return undoings.toSorted((a, b) => a.position - b.position).at(-1);
}
