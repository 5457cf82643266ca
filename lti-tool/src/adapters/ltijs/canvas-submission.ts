import type { Score } from '../../ports/platform-services.ts';
import type { Answer } from './failures.ts';

/** `product_family_code` of Canvas. */
export const CANVAS = 'canvas';

const SUBMISSION = 'https://canvas.instructure.com/lti/submission';

/**
 * What a score says to Canvas about the submission. Left to itself, Canvas makes a new one of every score: it counts as an attempt, tells
 * the instructor that the learner has handed in again, and is refused once the attempts of the assignment are used up. So only the end
 * of the work is a submission. Its time is when the points were earned: a lab that runs on past the due date makes nobody late, and with the
 * same time again Canvas counts no further attempt. SpeedGrader opens the submission's address: without one it shows nothing of the work.
 *
 * `prioritize_non_tool_grade` is not used: Canvas takes any grade for somebody else's, our own last one too, and a grade that rises
 * would stay at its first points.
 * @see https://developerdocs.instructure.com/services/canvas/file.all_resources/score
 */
export function canvasSubmission({ submittedAt, workUrl }: Pick<Score, 'submittedAt' | 'workUrl'>): object {
  if (submittedAt === undefined) return { [SUBMISSION]: { new_submission: false } };
  const at = submittedAt.toISOString();
  // the first is the standard's, the second what an older Canvas reads
  return { submission: { submittedAt: at }, [SUBMISSION]: { new_submission: true, submitted_at: at, submission_type: 'basic_lti_launch', submission_data: workUrl } };
}

/**
 * Whether the answer may be about the submission rather than the score: no attempts are left (422), or its time seems to be in the future
 * (400). The points go to the last attempt then.
 */
export function isSubmissionRefused({ status, body }: Pick<Answer, 'status' | 'body'>, { submittedAt }: Pick<Score, 'submittedAt'>): boolean {
  return submittedAt !== undefined && (status === 422 ? /attempt/i.test(body) : status === 400 && body.includes('submitted_at'));
}
