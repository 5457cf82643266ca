import type { Session } from '../features/identity/session.ts';
import type { Pages } from '../pages/pages.ts';
import type { ClassBoardView } from '../pages/views/instructor.ts';
import type { OpenStreams } from './open-streams.ts';
import type { SharedReadings } from './shared-readings.ts';

/** What every resolver may use: who asks, and what the pages can do. */
export interface Context {
  readonly session: Session;
  readonly pages: Pages;
  readonly streams: OpenStreams;
  readonly boards: SharedReadings<ClassBoardView>;
}
