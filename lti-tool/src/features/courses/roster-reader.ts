import type { Tell } from '../../ports/emit.ts';
import type { PlatformId } from '../../domain/ids.ts';
import { linksOf, rostersDue, type DueCourse } from './roster-store.ts';
import { syncRoster, type RosterDeps } from './sync-roster.ts';

export interface RosterReaderDeps extends RosterDeps {
  /** Tells open pages of the class. */
  readonly tell: Tell;
  /** Hears why a course's list could not be read; it is tried again when it is due again. */
  readonly onProblem: (course: DueCourse, error: unknown) => void;
}

export interface RosterReader {
  /** Looks once which courses have their list due, and begins to read them; a platform that is slow keeps no other waiting. */
  begin(): Promise<void>;
  /** Resolves when all that was begun has come to its end. */
  settled(): Promise<void>;
}

const AT_ONCE = 8;

/** Keeps classes complete without a launch, so that those who have not begun are in them as well. Any number of processes may read: each course has its turns. */
export function createRosterReader(deps: RosterReaderDeps): RosterReader {
  const reading = new Map<Promise<void>, PlatformId>();
  return {
    async begin() {
      const limit = AT_ONCE - reading.size;
      if (limit <= 0) return;
      for (const course of await rostersDue(deps.sql, deps.clock.now(), { except: [...new Set(reading.values())], limit })) {
        const turn = read(deps, course).finally(() => reading.delete(turn));
        reading.set(turn, course.platformId);
      }
    },
    async settled() {
      await Promise.all(reading.keys());
    },
  };
}

/** Never fails. */
async function read(deps: RosterReaderDeps, course: DueCourse): Promise<void> {
  try {
    // an open class shows who is new in it, and also why its list is not up to date
    await syncRoster(deps, course).finally(async () => {
      for (const resourceLinkId of await linksOf(deps.sql, course)) deps.tell({ resourceLinkId, personId: null });
    });
  } catch (error) {
    deps.onProblem(course, error);
  }
}
