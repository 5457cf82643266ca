import type { LmsContext } from '../context.ts';
import { gradeOf, type LineItem, type Score } from '../course/gradebook.ts';
import { nameIn, type Person } from '../course/people.ts';
import { isGraded } from '../course/roles.ts';
import { html, type Html } from '../html.ts';
import { courseFrame } from './course-frame.ts';
import { dateTime, decimal } from './format.ts';
import { reviewLink } from './review.ts';
import type { CourseVisit } from './visit.ts';

type State = LmsContext['state'];

/** Everybody's grades: a row for each learner, a column for each line item. */
export function gradebookPage({ state }: { state: State }, visit: CourseVisit): Html {
  const { t, course } = visit;
  const columns = state.lineItemsOf(course.id);
  const learners = learnersOf(state, visit);
  const body =
    columns.length === 0
      ? html`<p class="empty">${t.noColumns}</p>`
      : html`<div class="table-scroll" tabindex="0" role="region" aria-label="${t.gradebook}"><table class="grades">
<thead><tr><th scope="col">${t.learner}</th>${columns.map((column) => columnHead(state, visit, column))}</tr></thead>
<tbody>${learners.map((learner) => learnerRow(state, visit, columns, learner))}</tbody>
<tfoot><tr><th scope="row">${t.classAverage}</th>${columns.map((column) => averageCell(state, visit, column, learners.length))}</tr></tfoot>
</table></div>`;
  return courseFrame(visit, 'grades', { title: t.gradebook, body, scripts: ['refresh-grades.js'], width: 'wide' });
}

/** One learner's own grades. */
export function myGradesPage({ state }: { state: State }, visit: CourseVisit): Html {
  const { t, course, person } = visit;
  const columns = state.lineItemsOf(course.id);
  const rows = columns.map((column) => ownRow(state, visit, column, state.score(column.id, person.id)));
  const anyScore = columns.some((column) => state.score(column.id, person.id) !== undefined);
  const body =
    columns.length === 0
      ? html`<p class="empty">${t.noColumns}</p>`
      : html`<div class="table-scroll" tabindex="0" role="region" aria-label="${t.myGrades}"><table class="grades mine">
<thead><tr>${[t.activity, t.score, t.received, t.comment].map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>
${!anyScore && html`<p class="hint">${t.noGradesYet}</p>`}`;
  return courseFrame(visit, 'grades', { title: t.myGrades, body, scripts: ['refresh-grades.js'] });
}

/** `data-label` names each value where the table is too narrow for its head. */
const ownRow = (state: State, visit: CourseVisit, column: LineItem, score: Score | undefined): Html => html`<tr>
<th scope="row">${titleOf(state, visit, column)}</th>
<td data-label="${visit.t.score}"><span>${gradeText(visit, column, score)}</span> ${reviewLink(visit, column, score)}</td>
<td data-label="${visit.t.received}">${receivedText(visit, score)} ${attemptText(visit, score)}</td>
<td data-label="${visit.t.comment}">${score?.comment}</td>
</tr>`;

function learnersOf(state: State, { course, language }: CourseVisit): Person[] {
  const people = course.members.filter(({ role }) => isGraded(role)).flatMap(({ personId }) => state.people.get(personId) ?? []);
  return people.sort((one, other) => nameIn(one, language).localeCompare(nameIn(other, language), language));
}

/** A column that belongs to an activity is named as the activity is, in the language of the page. */
function titleOf(state: State, { language }: CourseVisit, column: LineItem): string {
  const activity = column.activityId === undefined ? undefined : state.activity(column.activityId);
  return activity !== undefined && activity.title.en === column.label ? activity.title[language] : column.label;
}

const columnHead = (state: State, visit: CourseVisit, column: LineItem): Html => html`<th scope="col">${titleOf(state, visit, column)}<span class="meta">${visit.t.points(column.scoreMaximum)}</span></th>`;

const learnerRow = (state: State, visit: CourseVisit, columns: readonly LineItem[], learner: Person): Html => html`<tr>
<th scope="row">${nameIn(learner, visit.language)}<span class="meta">${learner.sourcedId}</span></th>
${columns.map((column) => html`<td>${cell(visit, column, state.score(column.id, learner.id))}</td>`)}
</tr>`;

function cell(visit: CourseVisit, column: LineItem, score: Score | undefined): Html {
  if (score === undefined) return html`<span class="none" role="img" aria-label="${visit.t.noGrade}">–</span>`;
  return html`<span>${gradeText(visit, column, score)}</span>
${reviewLink(visit, column, score)}
<span class="meta">${receivedText(visit, score)} ${attemptText(visit, score)}</span>
${score.comment !== undefined && html`<span class="comment">${score.comment}</span>`}`;
}

/** Points out of the column's maximum; a grade that is not final yet, and progress without a grade, say so in words. */
function gradeText({ t, language }: CourseVisit, column: LineItem, score: Score | undefined): Html {
  if (score === undefined) return html`<span class="none">${t.noGrade}</span>`;
  const grade = gradeOf(score, column);
  if (grade === undefined) return html`<span class="progress">${t.progress[score.activityProgress]}</span>`;
  return html`<b>${decimal(grade.points, language)}</b> / ${decimal(grade.maximum, language)}${!grade.final && html` <span class="progress">${t.provisional}</span>`}`;
}

const receivedText = ({ language }: CourseVisit, score: Score | undefined): Html | undefined => (score === undefined ? undefined : dateTime(score.receivedAt, language));

/** Which submission of the learner's it is, where the LMS counts them. */
const attemptText = ({ t }: CourseVisit, score: Score | undefined): string | undefined => (score?.submission === undefined ? undefined : t.attempt(score.submission.attempt));

/** The average of final grades only. */
function averageCell(state: State, { t, language }: CourseVisit, column: LineItem, learnerCount: number): Html {
  const grades = state.scoresOf(column.id).flatMap((score) => gradeOf(score, column) ?? []);
  const points = grades.filter(({ final }) => final).map((grade) => grade.points);
  const average = points.length === 0 ? '–' : decimal(points.reduce((sum, value) => sum + value, 0) / points.length, language);
  return html`<td><b>${average}</b><span class="meta">${t.gradedCount(points.length, learnerCount)}</span></td>`;
}
