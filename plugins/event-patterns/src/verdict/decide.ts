import { earnsPoints, type Verdict } from '@cloudclass/plugin-contract';
import type { Context } from './context.ts';
import { decideEvent } from './decide-event.ts';
import { decideMustNot } from './decide-must-not.ts';
import { combinations, distinctPassings, earned, mergePassings, undecided, type Decision, type Passing } from './decision.ts';
import type { CompositeNode, ExternalNode, Node } from './node.ts';

type Unearned = Exclude<Verdict, { status: 'held' | 'passed' }>;

/** Decides a validator on the records of a lab. */
export function decide(node: Node, context: Context): Decision {
  switch (node.kind) {
    case 'event':
      return decideEvent(node, context);
    case 'mustNot':
      return decideMustNot(node, context);
    case 'external':
      return decideExternal(node, context);
    case 'all':
      return decideAll(node, context);
    case 'any':
      return bestOf(node.parts.map((part) => decide(part, context)));
    case 'sequence':
      return decideSequence(node, context);
  }
}

function decideExternal({ address }: ExternalNode, { outcomes }: Context): Decision {
  const verdict = outcomes.get(address) ?? undecided.verdict;
  return { verdict, passings: isEarned(verdict) ? [passingOf(verdict)] : [] };
}

function isEarned(verdict: Verdict): verdict is Exclude<Verdict, Unearned> {
  return earnsPoints(verdict);
}

function isUnearned(verdict: Verdict): verdict is Unearned {
  return !earnsPoints(verdict);
}

function passingOf({ at, eventIds, captured }: Exclude<Verdict, Unearned>): Passing {
  return { at, instant: Date.parse(at), eventIds, captured };
}

/**
 * `all`: earned when every part is; held while one of them is only held. Otherwise a forbidden part speaks first, then a near
 * miss, then how many parts are done. A prohibition that nobody broke is no progress, so it is not counted.
 */
function decideAll({ parts }: CompositeNode, context: Context): Decision {
  const decisions = parts.map((part) => decide(part, context));
  const passings = mergedPassings(decisions);
  const verdicts = decisions.map(({ verdict }) => verdict);
  if (verdicts.every(isEarned)) return { verdict: earnedTogether(verdicts), passings };
  const acts = verdicts.filter((_, index) => parts[index]?.kind !== 'mustNot');
  return { verdict: mostTelling(verdicts.filter(isUnearned), acts), passings };
}

function mergedPassings(decisions: readonly Decision[]): readonly Passing[] {
  const merged = combinations(decisions.map(({ passings }) => passings), decisions.length).map(mergePassings);
  return distinctPassings(merged.filter((passing) => passing !== undefined));
}

function earnedTogether(verdicts: readonly Exclude<Verdict, Unearned>[]): Verdict {
  const merged = mergePassings(verdicts.map(passingOf));
  if (merged === undefined) throw new Error('A composition has at least one part');
  return earned(verdicts.some(({ status }) => status === 'held') ? 'held' : 'passed', merged);
}

/** What to tell while parts are missing: trouble first, else how many of the acts asked for are done. */
function mostTelling(unearned: readonly Unearned[], acts: readonly Verdict[]): Verdict {
  const trouble = unearned.find(({ status }) => status === 'forbidden') ?? unearned.find(({ status }) => status === 'near-miss');
  if (trouble !== undefined) return trouble;
  const done = acts.filter(isEarned);
  const latest = mergePassings(done.map(passingOf));
  if (latest !== undefined) return { status: 'seen', seen: done.length, needed: acts.length, at: latest.at };
  return unearned.find(({ status }) => status === 'seen') ?? undecided.verdict;
}

/**
 * `sequence`: each part counts only records after the part before it was first complete. An undoing later on takes the part's
 * own verdict back but not the order in which things were done.
 */
function decideSequence({ parts }: CompositeNode, context: Context): Decision {
  const decisions: Decision[] = [];
  let floors = context.floors;
  for (const part of parts) {
    const decision = decide(part, { ...context, floors });
    decisions.push(decision);
    const [first] = decision.passings;
    if (first === undefined) break;
    floors = [...floors, first];
  }
  const reached = decisions.length === parts.length;
  const verdicts = decisions.map(({ verdict }) => verdict);
  const passings = reached ? mergedPassings(decisions) : [];
  if (reached && verdicts.every(isEarned)) return { verdict: earnedTogether(verdicts), passings };
  const missing = Array.from({ length: parts.length - decisions.length }, () => undecided.verdict);
  return { verdict: mostTelling(verdicts.filter(isUnearned), [...verdicts, ...missing]), passings };
}

const eagerness: readonly Unearned['status'][] = ['todo', 'seen', 'near-miss', 'forbidden'];

/**
 * The best of several decisions: what is earned for good before what is held, the earlier before the later; else the most telling,
 * and of equally telling ones the last.
 */
export function bestOf(decisions: readonly Decision[]): Decision {
  const verdicts = decisions.map(({ verdict }) => verdict);
  const earnedOnes = verdicts.filter(isEarned).toSorted((a, b) => Number(a.status === 'held') - Number(b.status === 'held') || Date.parse(a.at) - Date.parse(b.at));
  const telling = verdicts.filter(isUnearned).toSorted((a, b) => eagerness.indexOf(a.status) - eagerness.indexOf(b.status)).at(-1);
  return { verdict: earnedOnes[0] ?? telling ?? undecided.verdict, passings: distinctPassings(decisions.flatMap(({ passings }) => passings)) };
}
