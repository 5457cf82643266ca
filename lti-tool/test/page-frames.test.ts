import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { securityHeaders } from '../src/adapters/http/security-headers.ts';
import { launchRoutes } from '../src/features/launch/launch-routes.ts';
import { LaunchPlatform } from './launch-platform.ts';
import { closing, listening } from './launch-server.ts';
import { launchStage } from './launch-stage.ts';

const stage = launchStage();
let other: LaunchPlatform;
let server: Server;
let url: string;

beforeAll(async () => {
  other = await LaunchPlatform.start(stage.server);
  // the product's headers before, and its shell behind, as the web role has them
  server = createServer(express().use(securityHeaders).use(launchRoutes(stage.server.deps)).use((_request, response) => void response.send('shell')));
  url = await listening(server);
});
afterAll(async () => {
  await closing(server);
  await other.close();
});

/** Who may show what is at an address in a frame: undefined when anybody may. */
async function framedBy(path: string): Promise<string | undefined> {
  const answer = await fetch(`${url}${path}`, { redirect: 'manual' });
  return /frame-ancestors ([^;]*)/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
}

/** A launch from a platform. @returns the address of its page */
async function launched(platform: LaunchPlatform): Promise<string> {
  return (await platform.launch()).headers.get('location') ?? '';
}

describe('a page may be shown in a frame', () => {
  test('of a launch: by its own platform and by what the operator adds, and no other institution is named', async () => {
    const [mine, theirs] = [await launched(stage.platform), await launched(other)];
    expect(await framedBy(mine)).toBe(`'self' ${stage.platform.url} https://added.example`);
    expect(await framedBy(theirs)).toBe(`'self' ${other.url} https://added.example`);
  });

  test('of staff, who come by their own sign-in: by nobody', async () => {
    const id = randomUUID();
    await stage.server.made.database.query(
      `insert into session (id, secret_hash, institution_id, staff, actors, bound_at, created_at, expires_at, seen_at)
       select $1, '\\x00', institution_id, '{}', '{manager}', $2, $2, $2::timestamptz + interval '1 hour', $2 from platform limit 1`,
      [id, stage.now()],
    );
    expect(await framedBy(`/s/${id}/manager`)).toBe(`'self'`);
  });

  test.each([`/s/${randomUUID()}/lab`, '/s/no-id/lab'])('of no session (%s): by anybody, since there is nothing to click on but the way back', async (path) => {
    expect(await framedBy(path)).toBeUndefined();
  });

  test.each(['/sign-in', '/lti/keys', '/graphql'])('that belongs to no launch (%s): by nobody', async (path) => {
    expect(await framedBy(path)).toBe(`'self'`);
  });

  test('on the way of a launch that keeps its secret with the platform: by that platform', async () => {
    const query = new URLSearchParams({ iss: stage.platform.url, client_id: stage.platform.clientId, login_hint: 'u', target_link_uri: `${stage.server.url}/lti/launch`, lti_storage_target: '_parent' });
    expect(await framedBy(`/lti/login?${query}`)).toBe(`'self' ${stage.platform.url} https://added.example`);
  });

  test('that says why a launch was refused: by whoever sent it, known or not', async () => {
    expect(await framedBy('/lti/login?iss=https://unknown.example&login_hint=u&target_link_uri=https://x.example')).toBeUndefined();
  });
});

test('as many institutions as there are, no answer names more than one', async () => {
  const path = await launched(stage.platform);
  const before = await framedBy(path);
  for (let at = 0; at < 20; at += 1) await stage.platform.register({ institution: `College ${at}`, issuer: `https://lms-${at}.example`, authorizationUrl: `https://lms-${at}.example/auth` });
  expect(await framedBy(path)).toBe(before);
});
