import { expect, test } from '@jest/globals';
import { loggedPath } from './request-context.ts';

test('the secret of a registration link is not in the log', () => {
  expect(loggedPath('/lti/register/Zk3-secret_9')).toBe('/lti/register/…');
});

test('other paths are logged as they are', () => {
  expect(loggedPath('/lti/launch')).toBe('/lti/launch');
});
