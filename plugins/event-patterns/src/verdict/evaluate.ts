import type { CloudTrailRecord, CoursePack, LabFacts, StepId, Verdict } from '@cloudclass/plugin-contract';
import type { Context } from './context.ts';
import { bestOf, decide } from './decide.ts';
import { combinations, undecided, type Decision, type Passing } from './decision.ts';
import { labRecords } from './lab-records.ts';
import { compileNode, patternsOf, type ExternalNode, type Node } from './node.ts';
import { neededSteps, orderSteps } from './step-order.ts';

/** A pack's validators, ready to decide. */
export interface CompiledPack {
  /** Every step of the pack, in the author's order. */
  readonly steps: readonly StepId[];
  /** Steps that can be decided, each after those it needs. */
  readonly validators: readonly { readonly step: StepId; readonly node: Node; readonly needs: readonly StepId[] }[];
  /** Names of the events its patterns ask for; undefined when one of them may match any event. */
  readonly eventNames: ReadonlySet<string> | undefined;
}

/** Compiles the validators of a pack that was loaded, which means checked. */
export function compilePack({ manifest, validators }: Pick<CoursePack, 'manifest' | 'validators'>): CompiledPack {
  const steps = manifest.steps.map(({ id }) => id);
  const compiled = orderSteps(validators).ordered.map((file) => {
    const needed = neededSteps(file);
    return { step: file.step, node: compileNode(file.step, file.validator), needs: steps.filter((id) => needed.has(id)) };
  });
  return { steps, validators: compiled, eventNames: joinedNames(compiled.flatMap(({ node }) => patternsOf(node))) };
}

function joinedNames(templates: readonly Pick<CompiledPack, 'eventNames'>[]): ReadonlySet<string> | undefined {
  const named = templates.flatMap(({ eventNames }) => (eventNames === undefined ? [] : [eventNames]));
  return named.length < templates.length ? undefined : new Set(named.flatMap((names) => [...names]));
}

/**
 * Whether a record can change a verdict of the pack's patterns at all, judged by the name of its event: most of what a learner's
 * console calls cannot, so most records need no evaluation. Code validators are not considered; they see every record.
 */
export function concerns(pack: CompiledPack, record: Pick<CloudTrailRecord, 'eventName'>): boolean {
  return pack.eventNames?.has(record.eventName) ?? true;
}

/** A probe or code validator of a pack, which somebody else runs. */
export interface ExternalValidator {
  /** Key of its outcome: the step, followed by its place when it is part of a composition, for instance `step-a/all.1`. */
  readonly address: string;
  readonly step: StepId;
  readonly validator: ExternalNode['validator'];
}

/** The validators whose outcomes `evaluate` must be told. */
export function externalValidators(pack: CompiledPack): readonly ExternalValidator[] {
  return pack.validators.flatMap(({ step, node }) => externalsIn(node).map(({ address, validator }) => ({ address, step, validator })));
}

function externalsIn(node: Node): readonly ExternalNode[] {
  if (node.kind === 'external') return [node];
  return 'parts' in node ? node.parts.flatMap(externalsIn) : [];
}

/**
 * The verdict on every step of a pack: a pure function of the pack, the lab's facts, the set of records and the outcomes. The order
 * of arrival, repetition and partition of the records do not matter.
 *
 * A step that earned `passed` keeps it whatever comes later; `held` says that it may be lost again.
 *
 * A step that uses what another captured is decided once for each set of captures of that other step, and the best decision
 * counts: a learner who made two buckets may go on with either.
 * @param records of any account and identity; those that are not the learner's own are left out.
 * @param outcomes what probes and code said, by address (see `externalValidators`); an outcome not given is "todo".
 */
export function evaluate(
  pack: CompiledPack,
  lab: LabFacts,
  records: readonly CloudTrailRecord[],
  outcomes: ReadonlyMap<string, Verdict> = new Map(),
): ReadonlyMap<StepId, Verdict> {
  const base = { lab, records: labRecords(lab, records), outcomes, floors: [] };
  const decisions = new Map<StepId, Decision>();
  for (const { step, node, needs } of pack.validators) {
    const contexts = choicesOf(needs, decisions).map((built) => contextFor(base, built));
    decisions.set(step, bestOf(contexts.map((context) => decide(node, context))));
  }
  return new Map(pack.steps.map((step) => [step, (decisions.get(step) ?? undecided).verdict]));
}

/** Every way to build on the passings of the needed steps; a step that has not passed has nothing to build on. */
function choicesOf(needs: readonly StepId[], decisions: ReadonlyMap<StepId, Decision>): readonly ReadonlyMap<StepId, Passing>[] {
  const passed = needs.flatMap((step) => {
    const passings = decisions.get(step)?.passings ?? [];
    return passings.length === 0 ? [] : [passings.map((passing) => [step, passing] as const)];
  });
  return combinations(passed, needs.length).map((chosen) => new Map(chosen));
}

function contextFor(base: Omit<Context, 'built' | 'scope'>, built: ReadonlyMap<StepId, Passing>): Context {
  const captured = new Map([...built].map(([step, passing]) => [step, passing.captured]));
  return { ...base, built, scope: { lab: base.lab, captured } };
}
