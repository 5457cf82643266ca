import { neededSteps } from '@cloudclass/event-patterns';
import { languageSchema, packIdSchema, packVersionSchema, stepIdSchema, type CoursePack, type Step, type StepId } from '@cloudclass/plugin-contract';
import { z } from 'zod';
import { errorsOf } from '../../errors.ts';
import { configurationIdSchema } from '../../domain/ids.ts';
import { apportion } from './apportion.ts';
import { configurationErrors } from './configuration-errors.ts';

const fail = errorsOf(configurationErrors);

export const MOST_POINTS = 1000;

/** What an instructor chose for an activity: which lab, which of its steps, for how many points, when, in which language. */
export const configurationSchema = z.object({
  id: configurationIdSchema,
  packId: packIdSchema,
  packVersion: packVersionSchema,
  stepIds: z.array(stepIdSchema).min(1),
  points: z.number().int().min(1).max(MOST_POINTS),
  availableFrom: z.date().nullable(),
  availableUntil: z.date().nullable(),
  dueAt: z.date().nullable(),
  /** Null leaves every learner their own. */
  language: languageSchema.nullable(),
});
export type Configuration = z.infer<typeof configurationSchema>;

/** A choice as it comes from a page. */
export interface Choice {
  readonly stepIds: readonly string[];
  readonly points: number;
  readonly availableFrom: Date | null;
  readonly availableUntil: Date | null;
  readonly dueAt: Date | null;
  readonly language: 'ko' | 'en' | null;
}

export type Choosable = Pick<CoursePack, 'manifest' | 'validators'>;

/**
 * Decides whether a choice can be kept for a pack. Steps that a chosen one needs come with it.
 * @returns everything of the configuration but its id
 * @throws CONFIGURATION_STEPS, CONFIGURATION_POINTS, CONFIGURATION_DATES
 */
export function decideConfiguration(pack: Choosable, choice: Choice): Omit<Configuration, 'id'> {
  const { id: packId, version: packVersion, steps } = pack.manifest;
  const stepIds = withNeededSteps(pack, choice.stepIds);
  if (stepIds.length === 0 || choice.stepIds.some((id) => !steps.some((step) => step.id === id))) throw fail('CONFIGURATION_STEPS', { detail: `${choice.stepIds.join(' ')} of ${packId}` });
  const { points, availableFrom, availableUntil, dueAt, language } = choice;
  if (!Number.isInteger(points) || points < stepIds.length || points > MOST_POINTS) throw fail('CONFIGURATION_POINTS', { detail: `${points} for ${stepIds.length} steps` });
  if (!inOrder(availableFrom, dueAt) || !inOrder(availableFrom, availableUntil) || !inOrder(dueAt, availableUntil)) throw fail('CONFIGURATION_DATES');
  return { packId, packVersion, stepIds, points, availableFrom, availableUntil, dueAt, language };
}

const inOrder = (earlier: Date | null, later: Date | null): boolean => earlier === null || later === null || earlier <= later;

/** Which other steps each step of a pack needs, also by way of others: one cannot be passed without them. */
export function needsOf({ manifest, validators }: Choosable): ReadonlyMap<StepId, readonly StepId[]> {
  const direct = new Map(validators.map((file) => [file.step, neededSteps(file)]));
  const all = (id: StepId, seen: ReadonlySet<StepId>): ReadonlySet<StepId> =>
    manifest.steps.filter((step) => direct.get(id)?.has(step.id) === true && !seen.has(step.id)).reduce<ReadonlySet<StepId>>((known, step) => all(step.id, new Set([...known, step.id])), seen);
  return new Map(manifest.steps.map(({ id }) => [id, manifest.steps.flatMap((step) => (step.id !== id && all(id, new Set()).has(step.id) ? [step.id] : []))]));
}

/** The chosen steps and those they need, in the pack's order. */
function withNeededSteps(pack: Choosable, chosen: readonly string[]): StepId[] {
  const needs = needsOf(pack);
  const wanted = new Set<string>(pack.manifest.steps.flatMap(({ id }) => (chosen.includes(id) ? [id, ...(needs.get(id) ?? [])] : [])));
  return pack.manifest.steps.flatMap(({ id }) => (wanted.has(id) ? [id] : []));
}

/** The steps an activity asks for, each with its share of the activity's points. Without a configuration all of them, as the pack has them. */
export function stepsAskedFor(steps: readonly Step[], configuration: Pick<Configuration, 'stepIds' | 'points'> | null): Step[] {
  if (configuration === null) return [...steps];
  const asked = steps.filter((step) => configuration.stepIds.includes(step.id));
  const shares = apportion(configuration.points, asked.map((step) => step.points));
  return asked.map((step, index) => ({ ...step, points: shares[index] ?? 0 }));
}

/** A pack as an activity shows it: only the steps that it asks for. What the engine judges stays whole, since steps lean on each other. */
export function packAskedFor(pack: CoursePack, configuration: Configuration | null): CoursePack {
  return configuration === null ? pack : { ...pack, manifest: { ...pack.manifest, steps: stepsAskedFor(pack.manifest.steps, configuration) } };
}
