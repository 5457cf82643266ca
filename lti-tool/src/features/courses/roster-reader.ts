import type { PlatformId } from '../../domain/ids.ts';
import type { Tell } from '../../ports/emit.ts';
import { createTurns, type Turns } from '../../turns.ts';
import { linksOf, rostersDue, type DueCourse } from './roster-store.ts';
import { syncRoster, type RosterDeps } from './sync-roster.ts';

export interface RosterReaderDeps extends RosterDeps {
  /** Tells open pages of the class. */
  readonly tell: Tell;
  /** Hears why a course's list could not be read; it is tried again when it is due again. */
  readonly onProblem: (course: DueCourse, error: unknown) => void;
}

/** Keeps classes complete without a launch, so that those who have not begun are in them as well. Any number of processes may read: each course has its turns. */
export function createRosterReader(deps: RosterReaderDeps): Turns {
  return createTurns<DueCourse, PlatformId>({
    of: ({ platformId }) => platformId,
    due: (except, limit) => rostersDue(deps.sql, deps.clock.now(), { except, limit }),
    work: (course) => read(deps, course),
    onProblem: deps.onProblem,
  });
}

/** An open class shows who is new in it, and also why its list is not up to date. */
function read(deps: RosterReaderDeps, course: DueCourse): Promise<void> {
  return syncRoster(deps, course).then(() => {}).finally(async () => {
    for (const resourceLinkId of await linksOf(deps.sql, course)) deps.tell({ resourceLinkId, personId: null });
  });
}
