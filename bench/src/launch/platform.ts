import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const DEPLOYMENT = 'deployment-1';
const KEY_ID = 'bench-key';
const LEARNERS = 2_000;
const COURSES = 40;

/** Each tool is registered under its own client id. */
export const clientIdOf = (tool: string): string => `bench-${tool}`;

export interface Platform {
  readonly url: string;
  /** Signs a launch of the n-th learner. */
  idToken(launch: { readonly number: number; readonly tool: string; readonly nonce: string; readonly targetLinkUri: string }): string;
}

/** An LMS as far as a launch needs one: a key set, and signed id_tokens. */
export async function openPlatform(): Promise<Platform> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' }] });
  const server = createServer((_request, response) => void response.setHeader('content-type', 'application/json').end(keys));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a server listening on TCP has an AddressInfo
  return { url, idToken: (launch) => signed(privateKey, claimsOf(url, launch)) };
}

const core = 'https://purl.imsglobal.org/spec/lti/claim';

/** What a Moodle puts into a launch (LTI 1.3 Core section 5.3); the token lives a minute. */
function claimsOf(issuer: string, { number, tool, nonce, targetLinkUri }: Parameters<Platform['idToken']>[0]): object {
  const learner = number % LEARNERS;
  const course = learner % COURSES;
  const now = Math.floor(Date.now() / 1_000);
  return {
    iss: issuer, aud: clientIdOf(tool), sub: `learner-${learner}`, iat: now, exp: now + 60, nonce,
    name: `Learner ${learner}`, given_name: 'Learner', family_name: String(learner), email: `learner-${learner}@bench.test`,
    [`${core}/version`]: '1.3.0',
    [`${core}/message_type`]: 'LtiResourceLinkRequest',
    [`${core}/deployment_id`]: DEPLOYMENT,
    [`${core}/target_link_uri`]: targetLinkUri,
    [`${core}/roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
    [`${core}/context`]: { id: `course-${course}`, label: `C${course}`, title: `Cloud ${course}`, type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection'] },
    [`${core}/resource_link`]: { id: `link-${course}`, title: 'Static site', description: '' },
    [`${core}/custom`]: { pack: 's3-static-site' },
    [`${core}/tool_platform`]: { guid: 'bench', family_code: 'moodle', version: '2023100900', name: 'Bench', product_family_code: 'moodle' },
    [`${core}/launch_presentation`]: { locale: 'en', document_target: 'iframe', return_url: `${issuer}/return` },
  };
}

function signed(key: KeyObject, claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${part({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })}.${part(claims)}`;
  return `${content}.${createSign('RSA-SHA256').update(content).sign(key, 'base64url')}`;
}
