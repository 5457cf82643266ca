import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Emit } from '../../ports/emit.ts';
import type { Place } from '../../domain/events.ts';
import { errorsOf } from '../../errors.ts';
import type { InstitutionId, PersonId, ResourceLinkId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { videoErrors } from './video-errors.ts';
import { watchedSpans } from './watched.ts';

const fail = errorsOf(videoErrors);

/** What the player reports: parsed again here, because a page can be edited. */
export const videoEventSchema = z.strictObject({
  kind: z.enum(['play', 'pause', 'seek', 'rate', 'heartbeat', 'ended', 'error']),
  positionSeconds: z.number().min(0).max(86_400),
  watched: z.array(z.tuple([z.number().min(0).max(86_400), z.number().min(0).max(86_400)])).max(200),
  rate: z.number().positive().max(16).nullable(),
});

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly emit: Emit;
}

/** The learner of an activity whose watching is recorded. */
export interface Viewer extends Place {
  readonly resourceLinkId: ResourceLinkId;
  readonly personId: PersonId;
}

/** What is watched, by whom. */
interface Watching {
  readonly viewer: Viewer;
  readonly durationSeconds: number;
}

/**
 * Keeps what was watched and where to resume.
 * @throws VIDEO_EVENT_INVALID when an event is not of the form a player reports
 */
export async function recordVideo(deps: Deps, { viewer, durationSeconds }: Watching, reported: readonly unknown[]): Promise<void> {
  const events = z.array(videoEventSchema).min(1).max(50).safeParse(reported);
  if (!events.success) throw fail('VIDEO_EVENT_INVALID', { detail: z.prettifyError(events.error) });
  const within = (position: number): number => Math.min(position, durationSeconds);
  const last = events.data.at(-1);
  await deps.sql.transaction(async (tx) => {
    for (const event of events.data) {
      const watched = watchedSpans(event.watched, durationSeconds);
      await deps.emit(tx, viewer, { type: 'video.watched', ...event, positionSeconds: within(event.positionSeconds), watched });
    }
    await tx.query(
      `insert into video_position (resource_link_id, person_id, institution_id, position_seconds, at) values ($1, $2, $3, $4, $5)
       on conflict (resource_link_id, person_id) do update set position_seconds = excluded.position_seconds, at = excluded.at`,
      [viewer.resourceLinkId, viewer.personId, viewer.institutionId, last?.kind === 'ended' ? 0 : within(last?.positionSeconds ?? 0), deps.clock.now()],
    );
  });
}

/** Where the learner stopped, in seconds; 0 at the start. */
export async function resumePosition({ sql }: Pick<Deps, 'sql'>, viewer: { institutionId: InstitutionId; resourceLinkId: ResourceLinkId; personId: PersonId }): Promise<number> {
  const rows = await sql.query<{ position_seconds: number }>(
    'select position_seconds from video_position where institution_id = $1 and resource_link_id = $2 and person_id = $3',
    [viewer.institutionId, viewer.resourceLinkId, viewer.personId],
  );
  return rows[0]?.position_seconds ?? 0;
}
