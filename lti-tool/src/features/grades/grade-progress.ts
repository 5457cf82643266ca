/** What is known of a learner's work in an activity. */
export interface WorkFacts {
  readonly points: number;
  /** Whether every step that carries points is passed. */
  readonly complete: boolean;
  /** Whether a lab of the learner is being made or runs. */
  readonly labRuns: boolean;
}

/** The words of AGS 2.0 sections 3.4.7 and 3.4.8 that are used. */
export interface GradeProgress {
  readonly activityProgress: 'InProgress' | 'Submitted' | 'Completed';
  readonly gradingProgress: 'FullyGraded';
}

/** Said of a learner who is still at it. */
export const WORKING: GradeProgress['activityProgress'] = 'InProgress';

/**
 * How far learner and grading are, as a platform is told.
 *
 * The activity is `Completed` when every step is passed, `InProgress` while a lab runs, and `Submitted` when it is over and something
 * is missing: the learner may start again. `Initialized` and `Started` are never sent: they carry no score, Canvas takes the first
 * for a reset, and a second lab must not clear the grade of the first.
 *
 * The grading is always `FullyGraded`. Records decide at once and nobody has to look at them, and a score is final in what it
 * says: these points are earned. `Pending` would be wrong for those who stop half-way, because a platform may ignore such a
 * score (AGS 2.0 section 3.4.8) and Canvas does: they would have no grade at all.
 * @see https://developerdocs.instructure.com/services/canvas/file.all_resources/score
 */
export function progressOf({ complete, labRuns }: WorkFacts): GradeProgress {
  return { activityProgress: complete ? 'Completed' : labRuns ? WORKING : 'Submitted', gradingProgress: 'FullyGraded' };
}

/**
 * Whether the gradebook should hear of it. Nobody gets a zero for having opened a lab or for a lab that failed; a zero is sent only
 * to take back points that were sent.
 * @param known whether a grade of the learner is on record
 */
export function isWorthSending({ points }: WorkFacts, known: boolean): boolean {
  return known || points > 0;
}
