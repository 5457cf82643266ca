import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canvasDeveloperKey } from './canvas-key.ts';
import { readConfiguration, type PlatformConfiguration } from './platform-configuration.ts';
import { describeTool, groupScope, noticeScope, requiredScopes } from './tool-description.ts';
import { planRegistration, registrationRequest } from './tool-registration.ts';

const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration';
const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
const tool = describeTool('https://labs.example:8443');

function configured(platform: object, more: object = {}): PlatformConfiguration {
  const read = readConfiguration(JSON.stringify({
    issuer: 'https://lms.example', authorization_endpoint: 'https://lms.example/a', token_endpoint: 'https://lms.example/t', jwks_uri: 'https://lms.example/k', registration_endpoint: 'https://lms.example/r',
    ...more, [PLATFORM]: platform,
  }));
  if ('problem' in read) throw new Error(read.problem);
  return read.configuration;
}

const canvas = configured({
  product_family_code: 'canvas',
  messages_supported: [{ type: 'LtiResourceLinkRequest', placements: ['course_navigation', 'link_selection'] }, { type: 'LtiDeepLinkingRequest', placements: ['assignment_selection', 'editor_button', 'link_selection'] }],
  variables: ['Context.id.history', 'Canvas.course.id'],
});

/** The tool's part of the request to a platform. */
const toolPart = (configuration: PlatformConfiguration) => registrationRequest(tool, configuration, planRegistration(configuration))[TOOL] as Record<string, unknown>;

describe('what is asked of an LMS', () => {
  test('the domain carries the port, as Moodle compares it', () => {
    expect(toolPart(configured({}))['domain']).toBe('labs.example:8443');
  });

  test('labels are there in Korean, too', () => {
    expect(toolPart(configured({}))['messages']).toContainEqual(expect.objectContaining({ type: 'LtiDeepLinkingRequest', label: 'Choose an AWS lab', 'label#ko': 'AWS 실습 선택' }));
  });

  test('only the variables that the LMS knows', () => {
    expect(toolPart(canvas)['custom_parameters']).toEqual({ context_id_history: '$Context.id.history', canvas_course_id: '$Canvas.course.id' });
    expect(toolPart(configured({ variables: ['Canvas.course.id'] }))['custom_parameters']).toEqual({});
  });

  test('names, and no e-mail address', () => {
    expect(toolPart(canvas)['claims']).toEqual(['iss', 'sub', 'name', 'given_name', 'family_name', 'locale']);
  });

  test('a review of submissions where the LMS offers it', () => {
    const types = (configuration: PlatformConfiguration) => planRegistration(configuration).messages.map(({ type }) => type);
    expect(types(configured({ messages_supported: [{ type: 'LtiResourceLinkRequest' }, { type: 'LtiSubmissionReviewRequest' }] }))).toEqual(['LtiResourceLinkRequest', 'LtiSubmissionReviewRequest']);
    expect(types(configured({}))).toEqual(['LtiDeepLinkingRequest', 'LtiResourceLinkRequest']);
  });

  test('every scope where the LMS does not say which it has', () => {
    expect(planRegistration(configured({}))).toMatchObject({ scopes: requiredScopes, missingScopes: [] });
  });

  test('every scope where the LMS lists openid alone, as Sakai does', () => {
    expect(planRegistration(configured({ product_family_code: 'sakailms.org' }, { scopes_supported: ['openid'] }))).toMatchObject({ scopes: requiredScopes, missingScopes: [] });
  });

  test('scopes that are offered, with what is missing named, and notices where they are listed', () => {
    const offered = [requiredScopes[2], noticeScope, groupScope, 'openid'];
    expect(planRegistration(configured({}, { scopes_supported: offered }))).toMatchObject({ scopes: [requiredScopes[2], noticeScope, groupScope], missingScopes: [requiredScopes[0], requiredScopes[1], requiredScopes[3]] });
  });

  test('no scope that is not offered, whatever is', () => {
    fc.assert(fc.property(fc.subarray([...requiredScopes, noticeScope, groupScope, 'openid']).filter((scopes) => scopes.some((scope) => scope !== 'openid')), (offered) => {
      const { scopes, missingScopes } = planRegistration(configured({}, { scopes_supported: offered }));
      expect(scopes.every((scope) => offered.includes(scope))).toBe(true);
      expect([...scopes.filter((scope) => scope !== noticeScope && scope !== groupScope), ...missingScopes].toSorted()).toEqual([...requiredScopes].toSorted());
    }));
  });
});

describe('Canvas', () => {
  test('gets its own places, deep linking first so that links are chosen, and no menu entry', () => {
    const messages = toolPart(canvas)['messages'] as { type: string; placements?: string[] }[];
    expect(messages.map(({ type, placements }) => [type, placements])).toEqual([['LtiDeepLinkingRequest', ['assignment_selection', 'link_selection']], ['LtiResourceLinkRequest', undefined]]);
  });

  test('gets them also under the names of today, as it offers them itself', () => {
    const placements = ['assignment_selection', 'editor_button', 'link_selection', 'module_menu_modal'].map((name) => `https://canvas.instructure.com/lti/${name}`);
    const today = configured({ product_family_code: 'canvas', messages_supported: [{ type: 'LtiResourceLinkRequest' }, { type: 'LtiDeepLinkingRequest', placements: [...placements, 'ContentArea', 'RichTextEditor'] }, { type: 'LtiEulaRequest' }] });
    expect(planRegistration(today).messages[0]?.placements).toEqual(['https://canvas.instructure.com/lti/assignment_selection', 'https://canvas.instructure.com/lti/link_selection', 'ContentArea']);
  });

  test('is asked for the history of a link by the name it has for it', () => {
    expect(toolPart(configured({ product_family_code: 'canvas', variables: ['Context.id.history', 'Activity.id.history'] }))['custom_parameters']).toEqual({ context_id_history: '$Context.id.history', resource_link_id_history: '$Activity.id.history' });
    expect(toolPart(configured({ variables: ['ResourceLink.id.history', 'Activity.id.history'] }))['custom_parameters']).toEqual({ resource_link_id_history: '$ResourceLink.id.history' });
  });

  test('is asked whom an observer accompanies, which it says nowhere else to a tool that gets names alone', () => {
    expect(toolPart(configured({ product_family_code: 'canvas', variables: ['com.instructure.User.observees'] }))['custom_parameters']).toEqual({ observed_users: '$com.instructure.User.observees' });
  });

  test('gets its extensions, and no names by language, which its schema does not know', () => {
    expect(toolPart(canvas)).toMatchObject({ 'https://canvas.instructure.com/lti/privacy_level': 'name_only', 'https://canvas.instructure.com/lti/vendor': 'Cloudclass' });
    expect(JSON.stringify(toolPart(canvas))).not.toContain('#ko');
    expect(JSON.stringify(toolPart(configured({ product_family_code: 'moodle' })))).not.toContain('canvas.instructure.com');
  });

  test('is read with a bare host as authorization server, which is no audience', () => {
    expect(configured({}, { authorization_server: 'canvas.instructure.com' }).tokenAudience).toBeUndefined();
    expect(configured({}, { authorization_server: 'https://api.brightspace.com/auth/token' }).tokenAudience).toBe('https://api.brightspace.com/auth/token');
  });

  test('can be given a developer key with the same addresses and scopes', () => {
    expect(canvasDeveloperKey(tool)).toMatchObject({
      target_link_uri: 'https://labs.example:8443/lti/launch', oidc_initiation_url: 'https://labs.example:8443/lti/login', public_jwk_url: 'https://labs.example:8443/lti/keys', scopes: requiredScopes,
      custom_fields: { context_id_history: '$Context.id.history', resource_link_id_history: '$Activity.id.history', observed_users: '$com.instructure.User.observees' },
      extensions: [{ privacy_level: 'name_only', settings: { placements: [{ placement: 'assignment_selection', message_type: 'LtiDeepLinkingRequest' }, { placement: 'link_selection' }] } }],
    });
  });
});

test('whatever an LMS answers is read or refused, and nothing else happens', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
    const read = readConfiguration(body);
    expect('problem' in read || read.configuration.issuer.startsWith('http')).toBe(true);
  }));
});
