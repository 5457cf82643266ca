import type { ActivityChoice, ChosenLab, PackStep, PackToChoose } from './choose-document.ts';

/** A lab as the instructor is setting it. Dates are as their fields hold them, in the reader's zone, empty for none. */
export interface Choice {
  readonly pack: PackToChoose;
  readonly name: string;
  readonly stepIds: readonly string[];
  /** As typed. */
  readonly points: string;
  readonly availableFrom: string;
  readonly dueAt: string;
  readonly availableUntil: string;
  readonly language: 'KO' | 'EN' | null;
}

export const MOST_POINTS = 1000;

/** A lab as it comes: all of it. */
export function newChoice(pack: PackToChoose, name: string): Choice {
  return { pack, name, stepIds: pack.steps.map(({ id }) => id), points: String(pack.points), availableFrom: '', dueAt: '', availableUntil: '', language: null };
}

/**
 * What an activity that is there is set to.
 * @param pack the lab in the activity's version, or in a newer one: steps that it does not have any more are left out
 */
export function choiceOf(pack: PackToChoose, name: string, kept: ActivityChoice): Choice {
  return {
    pack,
    name,
    stepIds: pack.steps.map(({ id }) => id).filter((id) => kept.stepIds.includes(id)),
    points: String(kept.points),
    availableFrom: fieldOf(kept.availableFrom),
    dueAt: fieldOf(kept.dueAt),
    availableUntil: fieldOf(kept.availableUntil),
    language: kept.language,
  };
}

/** The points the chosen steps have by themselves. */
export function ownPoints({ pack, stepIds }: Pick<Choice, 'pack' | 'stepIds'>): number {
  return pack.steps.filter(({ id }) => stepIds.includes(id)).reduce((sum, { points }) => sum + points, 0);
}

/**
 * Takes a step in, with those it needs, or out, with those that need it. Points nobody has changed follow the steps.
 */
export function withStep(choice: Choice, step: PackStep, wanted: boolean): Choice {
  const { pack, stepIds } = choice;
  const affected = new Set(wanted ? [step.id, ...step.needs] : [step.id, ...pack.steps.filter(({ needs }) => needs.includes(step.id)).map(({ id }) => id)]);
  const next = pack.steps.map(({ id }) => id).filter((id) => (affected.has(id) ? wanted : stepIds.includes(id)));
  const untouched = choice.points === String(ownPoints(choice));
  return { ...choice, stepIds: next, points: untouched ? String(ownPoints({ pack, stepIds: next })) : choice.points };
}

/** The chosen steps that need this one. */
export function neededBy({ pack, stepIds }: Choice, step: PackStep): readonly PackStep[] {
  return pack.steps.filter(({ id, needs }) => stepIds.includes(id) && needs.includes(step.id));
}

export interface Faults {
  readonly steps: boolean;
  readonly points: boolean;
  readonly dates: boolean;
}

/** What the server would refuse. */
export function faultsOf({ stepIds, points, availableFrom, dueAt, availableUntil }: Choice): Faults {
  const number = /^\d+$/.test(points.trim()) ? Number(points) : Number.NaN;
  const dates = [availableFrom, dueAt, availableUntil].filter((date) => date !== '').map((date) => new Date(date).getTime());
  return {
    steps: stepIds.length === 0,
    points: !(number >= Math.max(1, stepIds.length) && number <= MOST_POINTS),
    dates: dates.some((date, at) => date < (dates[at - 1] ?? date)),
  };
}

export const isFaulty = (choice: Choice): boolean => Object.values(faultsOf(choice)).includes(true);

/** The choice as the API takes it. */
export function labOf({ pack, name, stepIds, points, availableFrom, dueAt, availableUntil, language }: Choice): ChosenLab {
  return {
    packId: pack.id,
    packVersion: pack.version,
    title: name.trim() === '' ? null : name.trim(),
    stepIds: [...stepIds],
    points: Number(points),
    availableFrom: instantOf(availableFrom),
    dueAt: instantOf(dueAt),
    availableUntil: instantOf(availableUntil),
    language,
  };
}

const instantOf = (field: string): string | null => (field === '' ? null : new Date(field).toISOString());

/** An instant as a `datetime-local` field holds it: local, to the minute. */
export function fieldOf(instant: string | null): string {
  if (instant === null) return '';
  const at = new Date(instant);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
