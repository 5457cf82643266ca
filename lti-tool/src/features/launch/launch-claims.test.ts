import { describe, expect, test } from '@jest/globals';
import { claim, LTI_VERSION } from './claims.ts';
import { readLaunch, type Launch } from './launch-claims.ts';

/** An observer's launch with what matters here. */
function launched(more: Record<string, unknown>): Launch {
  const read = readLaunch({
    sub: 'parent', [claim.messageType]: 'LtiResourceLinkRequest', [claim.version]: LTI_VERSION, [claim.deploymentId]: '1', [claim.roles]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor'],
    [claim.resourceLink]: { id: 'link' }, ...more,
  });
  if ('problem' in read) throw new Error(read.problem);
  return read.launch;
}
const observedSubjects = (more: Record<string, unknown>): readonly string[] => launched(more).observedSubjects;

const canvas = { product_family_code: 'canvas' };
const moodle = { product_family_code: 'moodle' };

describe('whom a mentor accompanies', () => {
  test('is a claim', () => {
    expect(observedSubjects({ [claim.roleScopeMentor]: ['a', 'b', 'a'] })).toEqual(['a', 'b']);
  });

  test('is a custom parameter in Canvas, which keeps the claim to itself', () => {
    expect(observedSubjects({ [claim.toolPlatform]: canvas, [claim.custom]: { observed_users: 'a, b' } })).toEqual(['a', 'b']);
  });

  test('is nobody where Canvas has resolved nothing', () => {
    expect(observedSubjects({ [claim.toolPlatform]: canvas, [claim.custom]: { observed_users: '$com.instructure.User.observees' } })).toEqual([]);
    expect(observedSubjects({ [claim.toolPlatform]: canvas, [claim.custom]: { observed_users: '' } })).toEqual([]);
  });

  test('is what no teacher can write into an activity', () => {
    expect(observedSubjects({ [claim.toolPlatform]: moodle, [claim.custom]: { observed_users: 'a' } })).toEqual([]);
  });

  test('may be many, each id whole', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `a6e2e413-4afb-4b60-90d1-8b0344df3e${String(index).padStart(2, '0')}`);
    expect(observedSubjects({ [claim.toolPlatform]: canvas, [claim.custom]: { observed_users: ids.join(',') } })).toEqual(ids);
  });
});

describe('a title in several languages, as Moodle sends it', () => {
  test.each([
    ['{mlang ko}클라우드 입문{mlang}{mlang en}Cloud basics{mlang}', '클라우드 입문 · Cloud basics'],
    ['CS101 {mlang ko}클라우드{mlang} {mlang other}Cloud{mlang} (2026)', 'CS101 클라우드 · Cloud (2026)'],
    ['{MLANG en,fr}Cloud{MLANG}', 'Cloud'],
    ['Sets: {a} and {mlangs}', 'Sets: {a} and {mlangs}'],
  ])('%s reads as %s', (sent, shown) => {
    const { course, resourceLink } = launched({ [claim.context]: { id: '2', title: sent }, [claim.resourceLink]: { id: 'link', title: sent } });
    expect([course?.title, resourceLink?.title]).toEqual([shown, shown]);
  });

  test('is its id where nothing but marks is left', () => {
    expect(launched({ [claim.resourceLink]: { id: 'link', title: '{mlang ko}{mlang}' } }).resourceLink?.title).toBe('link');
  });
});

describe('the course of a launch', () => {
  const courseOf = (id: unknown) => launched({ [claim.context]: { id, title: 'Course' } }).course?.id;

  test.each(['5', ' 5', '5 ', 'A-5', 'a-5', 'x'.repeat(500), '강의/5'])('goes by the id of its context, letter by letter: "%s"', (id) => {
    expect(courseOf(id)).toBe(id);
  });

  test.each([['nothing', undefined], ['a number', 5], ['blank', ' '], ['a variable nobody resolved', '$Context.id'], ['longer than an id is', 'x'.repeat(501)], ['no text that can be kept', 'a\0'], ['like the name of a link of ours', 'link/7']])('is that of its link alone where the id is %s: it is never taken for another', (_what, id) => {
    expect(courseOf(id)).toBe('link/link');
  });
});
