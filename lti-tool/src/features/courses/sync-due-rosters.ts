import type { PlatformId } from '../../ids.ts';
import { rostersDue, type DueRoster } from './roster-store.ts';
import { syncRoster } from './sync-roster.ts';

interface Deps extends Pick<Parameters<typeof syncRoster>[0], 'sql' | 'clock' | 'ids' | 'services'> {
  /** Hears why a list could not be read. */
  readonly onFailed: (course: DueRoster, error: unknown) => void;
}

/** One round reads no further list of a platform after this. */
const TURN_MILLISECONDS = 60_000;

/**
 * Reads the lists of people that are due. Platforms are read side by side and each has its turn: one that is slow, or away, does not keep the
 * classes of others waiting.
 */
export async function syncDueRosters(deps: Deps): Promise<void> {
  const byPlatform = new Map<PlatformId, DueRoster[]>();
  for (const course of await rostersDue(deps.sql, deps.clock.now())) byPlatform.set(course.platformId, [...(byPlatform.get(course.platformId) ?? []), course]);
  await Promise.all([...byPlatform.values()].map((courses) => inTurn(deps, courses)));
}

async function inTurn({ onFailed, ...deps }: Deps, courses: readonly DueRoster[]): Promise<void> {
  const began = performance.now();
  for (const course of courses) {
    await syncRoster(deps, course).catch((error: unknown) => onFailed(course, error));
    if (performance.now() - began > TURN_MILLISECONDS) return;
  }
}
