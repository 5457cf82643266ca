import { z } from 'zod';
import type { InstitutionId, ResourceLinkId } from '../../domain/ids.ts';
import type { Warehouse } from './warehouse.ts';

/** What the warehouse knows of one step over all learners of an activity. */
export interface StepInsight {
  readonly stepId: string;
  /** Learners of whom something was seen for this step. */
  readonly started: number;
  readonly passed: number;
  /** Median time on the step of those who passed it, in seconds. */
  readonly medianSeconds: number | null;
  readonly nearMisses: readonly NearMissCount[];
}

/** How often the same clause differed in the same way. */
export interface NearMissCount {
  readonly path: string;
  readonly seen: string | null;
  readonly expected: string | null;
  readonly count: number;
}

/** How many viewings covered a slice of the video. */
export interface VideoSlice {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly watched: number;
}

export interface CourseInsight {
  /** Time of the newest event that the answer takes in. */
  readonly asOf: Date | null;
  readonly steps: readonly StepInsight[];
  readonly video: readonly VideoSlice[];
}

export interface InsightQuestion {
  readonly institutionId: InstitutionId;
  readonly resourceLinkId: ResourceLinkId;
  /** Length of the video, in seconds; null when the pack has none. */
  readonly videoSeconds: number | null;
}

const SLICES = 60;
const OF_ACTIVITY = 'institution_id = $institution and resource_link_id = $link';
const count = z.coerce.number();

const stepRow = z.object({ step_id: z.string(), started: count, passed: count, median_seconds: z.coerce.number().nullable() });
const nearMissRow = z.object({ step_id: z.string(), path: z.string(), seen: z.string().nullable(), expected: z.string().nullable(), misses: count });
const asOfRow = z.object({ as_of: z.string().nullable() });
const sliceRow = z.object({ slice: count, watched: count });

/** Where the class is stuck, from the warehouse. Answers lag the events by seconds; `asOf` says how far they reach. */
export async function courseInsight(warehouse: Warehouse, question: InsightQuestion): Promise<CourseInsight> {
  const place = { institution: question.institutionId, link: question.resourceLinkId };
  const [asOf] = z.array(asOfRow).parse(await warehouse.query(`select strftime(max(occurred_at), '%Y-%m-%dT%H:%M:%S.%gZ') as as_of from event where ${OF_ACTIVITY}`, place));
  const steps = z.array(stepRow).parse(await warehouse.query(STEP_TIMES, place));
  const nearMisses = z.array(nearMissRow).parse(await warehouse.query(NEAR_MISSES, place));
  return {
    asOf: instantOf(asOf?.as_of ?? null),
    steps: steps.map((row) => ({
      stepId: row.step_id,
      started: row.started,
      passed: row.passed,
      medianSeconds: row.median_seconds,
      nearMisses: nearMisses.filter((miss) => miss.step_id === row.step_id).map(({ path, seen, expected, misses }) => ({ path, seen, expected, count: misses })),
    })),
    video: question.videoSeconds === null ? [] : await videoSlices(warehouse, question.videoSeconds, place),
  };
}

const instantOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** The arrow binds weaker than comparison in DuckDB, hence the parentheses. */
const STEP_TIMES = `
  select (body->>'$.stepId') as step_id,
         count(distinct learner) as started,
         count(distinct learner) filter (body->>'$.verdict.status' in ('passed', 'held')) as passed,
         median(cast(body->>'$.secondsOnStep' as double)) filter (body->>'$.verdict.status' in ('passed', 'held')) as median_seconds
  from event
  where ${OF_ACTIVITY} and type = 'step.judged'
  group by all order by step_id`;

const NEAR_MISSES = `
  select (body->>'$.stepId') as step_id,
         (body->>'$.verdict.explanation.clause.path') as path,
         (body->>'$.verdict.explanation.clause.seen') as seen,
         (body->>'$.verdict.explanation.clause.expected') as expected,
         count(*) as misses
  from event
  where ${OF_ACTIVITY} and type = 'step.judged' and (body->>'$.verdict.status') = 'near-miss'
    and (body->>'$.verdict.explanation.clause.path') is not null
  group by (body->>'$.stepId'), path, seen, expected
  qualify row_number() over (partition by step_id order by misses desc, path) <= 5
  order by step_id, misses desc, path`;

/** The video cut into equal slices; a slice counts once for each viewing range that touches it. */
async function videoSlices(warehouse: Warehouse, videoSeconds: number, place: Readonly<Record<string, string>>): Promise<VideoSlice[]> {
  const length = videoSeconds / SLICES;
  const rows = z.array(sliceRow).parse(await warehouse.query(
    `select slice, count(*) as watched
     from (select unnest(cast((body->'$.watched') as double[][])) as span from event where ${OF_ACTIVITY} and type = 'video.watched'),
          range(0, ${SLICES}) as slices(slice)
     where span[1] < (slice + 1) * $length and span[2] > slice * $length
     group by slice order by slice`,
    { ...place, length },
  ));
  const counts = new Map(rows.map((row) => [row.slice, row.watched]));
  return Array.from({ length: SLICES }, (_, slice) => ({ fromSeconds: slice * length, toSeconds: (slice + 1) * length, watched: counts.get(slice) ?? 0 }));
}
