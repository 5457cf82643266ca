import { expect, test } from '@jest/globals';
import { ancestorsOf } from './frame-ancestors.ts';

test('a registered platform may show the tool in a frame, by issuer and by the host of its sign-in', () => {
  const moodle = { issuer: 'https://moodle.example.edu/sub', authorizationUrl: 'https://login.example.edu/auth' };
  expect(ancestorsOf(moodle, [])).toEqual(['https://moodle.example.edu', 'https://login.example.edu']);
});

test('where a vendor shares its issuer, the hosts of its institutions may', () => {
  const canvas = { issuer: 'https://canvas.instructure.com', authorizationUrl: 'https://sso.canvaslms.com/api/lti/authorize_redirect' };
  expect(ancestorsOf(canvas, ['https://learn.example.edu'])).toEqual(['https://canvas.instructure.com', 'https://sso.canvaslms.com', 'https://*.instructure.com', 'https://learn.example.edu']);
});

test.each(['https://canvas.beta.instructure.com', 'https://canvas.test.instructure.com', 'https://sso.canvaslms.com', 'https://sso.beta.canvaslms.com'])('Canvas has %s beside its production', (issuer) => {
  expect(ancestorsOf({ issuer, authorizationUrl: 'https://sso.beta.canvaslms.com/api/lti/authorize_redirect' }, [])).toContain('https://*.instructure.com');
});

test.each(['https://canvas.instructure.com.evil.example', 'https://evil.example/canvas.instructure.com', 'https://my-canvas.instructure.com', 'http://canvas.instructure.com'])('an issuer that only looks like a vendor’s opens nothing of it: %s', (issuer) => {
  expect(ancestorsOf({ issuer, authorizationUrl: `${issuer}/auth` }, [])).not.toContain('https://*.instructure.com');
});

test('where Open edX shows a course in its own application, that may', () => {
  const edx = { issuer: 'https://learn.example.edu', authorizationUrl: 'https://learn.example.edu/api/lti_consumer/v1/launch/' };
  expect(ancestorsOf(edx, [])).toEqual(['https://learn.example.edu', 'https://apps.learn.example.edu']);
});

test('an issuer that is no address is left out', () => {
  expect(ancestorsOf({ issuer: 'urn:lms', authorizationUrl: 'https://lms.example.edu/auth' }, [])).toEqual(['https://lms.example.edu']);
});

test.each(['https://*/auth', 'https://*.com/auth', 'https://evil;example/auth', 'https://evil,example/auth', "https://evil'example/auth"])(
  'a registration whose address is %s opens the frame to nobody, and closes it to nobody',
  (authorizationUrl) => {
    expect(ancestorsOf({ issuer: 'https://evil.example', authorizationUrl }, ['https://learn.example.edu'])).toEqual(['https://evil.example', 'https://learn.example.edu']);
  },
);

test('a host with an underscore and a port is a plain name', () => {
  const address = 'https://lms_1.example.edu:8443';
  expect(ancestorsOf({ issuer: address, authorizationUrl: `${address}/auth` }, [])).toEqual([address]);
});
