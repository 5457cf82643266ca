import { describe, expect, test } from '@jest/globals';
import { claim, LTI_VERSION } from './claims.ts';
import { readLaunch } from './launch-claims.ts';

/** The claims of an observer's launch with what matters here. */
function observedSubjects(more: Record<string, unknown>): readonly string[] {
  const read = readLaunch({
    sub: 'parent', [claim.messageType]: 'LtiResourceLinkRequest', [claim.version]: LTI_VERSION, [claim.deploymentId]: '1', [claim.roles]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor'],
    [claim.resourceLink]: { id: 'link' }, ...more,
  });
  if ('problem' in read) throw new Error(read.problem);
  return read.launch.observedSubjects;
}

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
