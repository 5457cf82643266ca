import { describe, expect, test } from '@jest/globals';
import { refusalOf, understoodAlgorithms } from './configuration-checks.ts';
import type { PlatformConfiguration } from './platform-configuration.ts';

const sound: PlatformConfiguration = {
  issuer: 'https://lms.example', authorizationUrl: 'https://lms.example/a', tokenUrl: 'https://lms.example/t', jwksUrl: 'https://lms.example/k', registrationUrl: 'https://lms.example/r',
  tokenAuthMethods: ['private_key_jwt'], tokenAlgorithms: ['RS256'], idTokenAlgorithms: ['RS256'], scopes: [], claims: [],
  tokenAudience: undefined, product: undefined, version: undefined, accountName: undefined, messages: new Map(), variables: [],
};
const refused = (more: Partial<PlatformConfiguration>, allowHttp = false): string | undefined =>
  refusalOf({ configuration: { ...sound, ...more }, configurationUrl: new URL('https://lms.example/.well-known/openid-configuration'), allowHttp })?.code;

describe('what an LMS says of itself is taken', () => {
  test.each<[string, Partial<PlatformConfiguration>]>([
    ['when all is as it must be', {}],
    ['when it also signs in ways that nobody here reads', { idTokenAlgorithms: ['HS256', 'ES256'] }],
    ['when it offers links alone', { messages: new Map([['LtiResourceLinkRequest', []]]) }],
    ['when it offers to choose labs alone', { messages: new Map([['LtiDeepLinkingRequest', []]]) }],
    ['when its issuer is a path of its host', { issuer: 'https://lms.example/moodle' }],
  ])('%s', (_when, more) => {
    expect(refused(more)).toBeUndefined();
  });

  test('with plain http where this server may reach private networks', () => {
    expect(refused({ tokenUrl: 'http://lms.example/t' }, true)).toBeUndefined();
  });
});

describe('what an LMS says of itself is refused', () => {
  test.each(['authorizationUrl', 'tokenUrl', 'jwksUrl', 'registrationUrl'])('with plain http in its %s', (name) => {
    expect(refused({ [name]: 'http://lms.example/x' })).toBe('REGISTRATION_ADDRESS');
  });

  test.each(['https://other.example', 'https://lms.example:8443', 'http://lms.example', 'https://lms.example?x=1', 'https://lms.example#x', 'https://me@lms.example', 'https://:secret@lms.example'])('as the issuer %s', (issuer) => {
    expect(refused({ issuer })).toBe('REGISTRATION_ISSUER');
  });

  test.each<[string, Partial<PlatformConfiguration>]>([
    ['when nobody here reads its signatures', { idTokenAlgorithms: ['HS256', 'none'] }],
    ['when it takes no signed assertion', { tokenAuthMethods: ['client_secret_post'] }],
    ['when it takes no assertion of our key', { tokenAlgorithms: ['ES256'] }],
    ['when it leads nobody to a lab', { messages: new Map([['LtiDataPrivacyLaunchRequest', []]]) }],
  ])('%s', (_when, more) => {
    expect(refused(more)).toBe('REGISTRATION_UNSUPPORTED');
  });
});

test('of its signature algorithms those are kept that are read here', () => {
  expect(understoodAlgorithms({ ...sound, idTokenAlgorithms: ['HS256', 'RS256', 'ES256', 'none'] })).toEqual(['RS256', 'ES256']);
});
