import { expect, test } from '@jest/globals';
import { seed } from './seed.ts';

test('one lab is offered, unless a second one is asked for', () => {
  expect(seed('client', {}).activities.map(({ id }) => id)).toEqual(['s3-static-site']);
});

test('each lab stands in a section of its course and has a column of its own', () => {
  const { activities, courses, lineItems } = seed('client', { secondLab: true });
  const sections = courses.flatMap((course) => course.sections.map(({ id }) => `${course.id}/${id}`));
  expect(activities.map(({ courseId, sectionId }) => sections.includes(`${courseId}/${sectionId}`))).toEqual([true, true]);
  expect(lineItems.map(({ id, activityId }) => [id, activityId])).toEqual([['1', 's3-static-site'], ['2', 'dynamodb-orders']]);
});
