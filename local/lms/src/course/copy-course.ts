import type { LmsState } from '../state.ts';
import type { Activity } from './activities.ts';
import type { Course } from './courses.ts';

/** Copies a course for another term: sections, activities and columns with new ids, the same people, no scores. */
export function copyCourse(state: LmsState, origin: Course): Course {
  const { title, label } = origin;
  const copy = state.addCourse({ ...origin, label: `${label}-2`, title: { en: `${title.en} (copy)`, ko: `${title.ko} (사본)` }, copiedFrom: [origin.id, ...origin.copiedFrom] });
  for (const activity of state.activitiesOf(origin.id)) copyActivity(state, activity, copy);
  return copy;
}

/** The custom parameters and the columns' resource ids stay: by them a tool knows what a copied link opens. */
function copyActivity(state: LmsState, activity: Activity, course: Course): void {
  const { id, ...rest } = activity;
  const copied = state.addActivity({ ...rest, courseId: course.id, copiedFrom: [id, ...activity.copiedFrom] });
  for (const { id: _column, ...column } of state.lineItemsOf(activity.courseId).filter(({ activityId }) => activityId === id)) {
    state.addLineItem({ ...column, courseId: course.id, activityId: copied.id });
  }
}
