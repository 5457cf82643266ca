import type { CloudTrailRecord, LabFacts, StepId, Verdict } from '@cloudclass/plugin-contract';
import { externalValidators, type CompiledPack } from './evaluate.ts';
import { countedRecords } from './lab-records.ts';

/** Why a pack's code gave no answer. */
export interface CodeFailure {
  readonly ok: false;
  readonly code: string;
  readonly detail: string;
  /** Of the code, from 1. */
  readonly line?: number;
}

/** Runs the code of a file of the pack; the engine itself runs nothing. */
export type RunCode = (file: string, records: readonly CloudTrailRecord[]) => Promise<{ readonly ok: true; readonly passed: boolean; readonly eventIds: readonly string[] } | CodeFailure>;

/** What a pack's code said, and which steps it said nothing of. */
export interface CodeAnswers {
  /** For `evaluate`, by address. */
  readonly outcomes: ReadonlyMap<string, Verdict>;
  readonly failures: readonly { readonly address: string; readonly step: StepId; readonly file: string; readonly failure: CodeFailure }[];
  /** Steps whose code gave no answer, and those that build on them. */
  readonly unanswered: ReadonlySet<StepId>;
}

/**
 * Has a pack's code run over the records that count, in their order: a store's would be another each time. Code that does not come to its end says
 * nothing of its step.
 */
export async function codeOutcomes(pack: CompiledPack, lab: LabFacts, records: readonly CloudTrailRecord[], run: RunCode): Promise<CodeAnswers> {
  const counted = countedRecords(lab, records);
  const outcomes = new Map<string, Verdict>();
  const failures: CodeAnswers['failures'][number][] = [];
  for (const { address, step, validator } of externalValidators(pack)) {
    if (!('code' in validator)) continue;
    const { file } = validator.code;
    const outcome = await run(file, counted);
    if (!outcome.ok) failures.push({ address, step, file, failure: outcome });
    else if (outcome.passed) outcomes.set(address, heldBy(counted.filter(({ eventID }) => outcome.eventIds.includes(eventID)), lab));
  }
  return { outcomes, failures, unanswered: withDependents(pack, new Set(failures.map(({ step }) => step))) };
}

/** A pack's validators stand in the order they build on each other. */
function withDependents({ validators }: CompiledPack, steps: ReadonlySet<StepId>): ReadonlySet<StepId> {
  const found = new Set(steps);
  for (const { step, needs } of validators) if (needs.some((needed) => found.has(needed))) found.add(step);
  return found;
}

/**
 * What code says yes to is held, not passed: with the next record it may say no. It counts from the newest record that it names, and from
 * the start of the lab when it names none; the newest record of all would be another with each that comes.
 */
function heldBy(named: readonly CloudTrailRecord[], { startedAt }: LabFacts): Verdict {
  return { status: 'held', at: named.at(-1)?.eventTime ?? startedAt, eventIds: named.map(({ eventID }) => eventID), captured: {} };
}
