import type { Result } from '../../ports/platform-services.ts';
import type { StoredGrade } from './grade-store.ts';

/** Gradebooks keep a few decimals: a share of the points that differs by less is the same grade. */
const TOLERANCE = 0.001;

/**
 * The grades that a platform does not have, or has otherwise. A column may count in other points than we do, so shares of the maximum
 * are compared.
 * @param results what the platform's gradebook holds
 */
export function differing(grades: readonly StoredGrade[], results: readonly Result[]): StoredGrade[] {
  const shares = new Map(results.flatMap(({ userId, points, maximum }) => (points === undefined ? [] : [[userId, points / maximum] as const])));
  return grades.filter(({ subject, points, maximum }) => {
    const share = shares.get(subject);
    return share === undefined || Math.abs(share - points / maximum) > TOLERANCE;
  });
}
