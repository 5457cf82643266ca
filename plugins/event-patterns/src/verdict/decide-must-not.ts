import { isAfter, type Context } from './context.ts';
import { earned, undecided, type Decision, type Passing } from './decision.ts';
import { explainAct } from './explain.ts';
import { successes } from './lab-records.ts';
import type { MustNotNode } from './node.ts';

/**
 * Decides a `mustNot` validator: held from the start of the lab, forbidden from the first forbidden act on, until a later record
 * matches `liftedBy`. A call that AWS refused is no act. A forbidden act after the lifting forbids again, and a record that matches
 * both lifts nothing: a policy with one good statement and one bad one is a bad policy. Of the same second, the lifting counts as the later one: which
 * it was CloudTrail does not tell, and nobody is to be told wrong by chance.
 */
export function decideMustNot(node: MustNotNode, context: Context): Decision {
  const pattern = node.pattern.bind(context.scope);
  if (pattern === undefined) return undecided;
  const counts = successes(context.records, pattern).filter((sighting) => context.floors.every((floor) => isAfter(sighting, floor)));
  const lifting = node.liftedBy
    .flatMap((template) => successes(context.records, template.bind(context.scope) ?? { alternatives: [] }))
    .toSorted((a, b) => a.position - b.position)
    .at(-1);
  const offence = counts.find(({ position, instant }) => lifting === undefined || instant > lifting.instant || position === lifting.position);
  const start: Passing = { at: context.lab.startedAt, instant: Date.parse(context.lab.startedAt), eventIds: [], captured: {} };
  if (offence !== undefined) {
    const explanation = explainAct(offence, node.validator.hint);
    return { verdict: { status: 'forbidden', at: offence.record.eventTime, explanation }, passings: [start] };
  }
  const lifted = counts.length > 0 && lifting !== undefined;
  const since = lifted ? { ...start, at: lifting.record.eventTime, eventIds: [lifting.record.eventID] } : start;
  return { verdict: earned('held', since), passings: [start] };
}
