import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { actorsOf } from './actors-of-roles.ts';

const lis = 'http://purl.imsglobal.org/vocab/lis/v2';

test.each([
  ['a learner', [`${lis}/membership#Learner`], ['learner']],
  ['an instructor', [`${lis}/membership#Instructor`], ['instructor']],
  ['a teaching assistant by sub-role', [`${lis}/membership/Instructor#TeachingAssistant`], ['instructor']],
  ['a teaching assistant of Sakai', ['TeachingAssistant', `${lis}/membership#Instructor#TeachingAssistant`], ['instructor']],
  ['a teaching assistant of Sakai by the long name alone', [`${lis}/membership#Instructor#TeachingAssistant`], ['instructor']],
  ['a teaching assistant by the short name alone', ['TeachingAssistant'], ['instructor']],
  ['a learner by sub-role', [`${lis}/membership/Learner#GuestLearner`], ['learner']],
  ['a short name', ['Instructor'], ['instructor']],
  ['Moodle\'s site administrator', [`${lis}/institution/person#Administrator`, `${lis}/membership#Instructor`, `${lis}/system/person#Administrator`], ['instructor', 'manager']],
  ['an administrator of the institution without a course role', [`${lis}/institution/person#Administrator`], ['instructor', 'manager']],
  ['an administrator of the course only', [`${lis}/membership#Administrator`], ['instructor']],
  ['a system administrator only', [`${lis}/system/person#SysAdmin`], ['learner']],
  ['somebody who learns and teaches', [`${lis}/membership#Learner`, `${lis}/membership#Instructor`], ['learner', 'instructor']],
  ['an instructor of Open edX, of whom it names no role in the course', [`${lis}/institution/person#Instructor`, `${lis}/institution/person#Student`], ['instructor']],
  ['staff of a course of Open edX', [`${lis}/system/person#Administrator`, `${lis}/institution/person#Instructor`], ['instructor']],
  ['an instructor of the institution who learns in this course', [`${lis}/institution/person#Instructor`, `${lis}/membership#Learner`], ['learner']],
  ['an instructor of the institution who watches this course', [`${lis}/institution/person#Instructor`, `${lis}/membership#Mentor`], ['observer']],
  ['a student of the institution', [`${lis}/institution/person#Student`], ['learner']],
  ['nobody in particular', [], ['learner']],
  ['a mentor', [`${lis}/membership#Mentor`], ['observer']],
  ['a mentor who also teaches', [`${lis}/membership#Mentor`, `${lis}/membership#Instructor`], ['instructor']],
  ['a mentor who also learns', [`${lis}/membership#Mentor`, `${lis}/membership#Learner`], ['learner']],
])('%s', (_who, roles, actors) => {
  expect(actorsOf(roles)).toEqual(actors);
});

test('no text makes anybody an instructor or a manager but the roles that say so', () => {
  fc.assert(fc.property(fc.array(fc.string()), (roles) => {
    fc.pre(!roles.some((role) => /Instructor|TeachingAssistant|ContentDeveloper|Administrator|Manager|Officer|Mentor/.test(role)));
    expect(actorsOf(roles)).toEqual(['learner']);
  }));
});
