import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { startLocalIdp, type LocalIdp } from '../src/index.ts';

const redirectUri = 'http://127.0.0.1:3000/staff/callback';
const signedOutUri = 'http://127.0.0.1:3000/staff/signed-out';
const client = { clientId: 'cloudclass', clientSecret: 'local-secret', redirectUris: [redirectUri], postLogoutRedirectUris: [signedOutUri] };

let idp: LocalIdp;
let configuration: oidc.Configuration;
beforeAll(async () => {
  idp = await startLocalIdp({ port: 0, clients: [client] });
  configuration = await oidc.discovery(new URL(idp.issuer), client.clientId, client.clientSecret, undefined, { execute: [oidc.allowInsecureRequests] });
});
afterAll(() => idp.close());

/** A browser at the provider: keeps cookies, follows redirects until a page or the client's own address. */
class Visitor {
  readonly #cookies = new Map<string, string>();

  async open(address: string, init: RequestInit = {}): Promise<{ url: string; status: number; text: string }> {
    if (address.startsWith(redirectUri) || address.startsWith(signedOutUri)) return { url: address, status: 0, text: '' };
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(address, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
      this.#cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) return this.open(new URL(location, address).href);
    const page = { url: address, status: response.status, text: await response.text() };
    return page.text.includes('.submit()') ? this.#submit(page.text) : page;
  }

  /** The provider signs the former person out by a form that posts itself. */
  #submit(markup: string): Promise<{ url: string; status: number; text: string }> {
    const action = /action="([^"]+)"/.exec(markup)?.[1] ?? '';
    const fields = [...markup.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']): [string, string] => [name, value]);
    return this.open(action, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Presses the card of a person. */
  choose(pageUrl: string, person: string): Promise<{ url: string; status: number; text: string }> {
    return this.open(pageUrl, { method: 'POST', body: new URLSearchParams({ person }) });
  }
}

async function authorizationUrl(extra: Record<string, string> = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...extra,
  });
  return { url: url.href, verifier, state, nonce };
}

async function signIn(person: string, visitor = new Visitor()) {
  const { url, verifier, state, nonce } = await authorizationUrl();
  const choice = await visitor.open(url);
  const back = await visitor.choose(choice.url, person);
  return oidc.authorizationCodeGrant(configuration, new URL(back.url), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce });
}

describe('staff sign-in', () => {
  test('offers everybody as a card, in both languages', async () => {
    const page = await new Visitor().open((await authorizationUrl()).url);
    expect(page.status).toBe(200);
    for (const name of ['오수빈', 'Oh Su-bin', '정하늘', 'Jung Ha-neul', '류민호', 'Ryu Min-ho', 'Grace Hill']) expect(page.text).toContain(name);
  });

  test.each([
    ['oh-subin', { email: 'subin.oh@haneul.example', name: '오수빈', locale: 'ko', cloudclass_roles: ['manager'], institution: 'haneul' }],
    ['jung-haneul', { name: '정하늘', cloudclass_roles: ['sales'] }],
    ['ryu-minho', { name: '류민호', cloudclass_roles: ['operator'] }],
    ['grace-hill', { name: 'Grace Hill', locale: 'en', cloudclass_roles: [] }],
  ])('of %s puts the claims into the id_token and into userinfo', async (person, claims) => {
    const tokens = await signIn(person);
    expect(tokens.claims()).toMatchObject({ sub: person, ...claims });
    expect(await oidc.fetchUserInfo(configuration, tokens.access_token, person)).toMatchObject(claims);
  });

  test('lets the same browser choose another person the next time', async () => {
    const visitor = new Visitor();
    await signIn('oh-subin', visitor);
    const tokens = await signIn('ryu-minho', visitor);
    expect(tokens.claims()?.sub).toBe('ryu-minho');
  });

  test('takes an authorization code once', async () => {
    const { url, verifier, state, nonce } = await authorizationUrl();
    const visitor = new Visitor();
    const back = await visitor.choose((await visitor.open(url)).url, 'oh-subin');
    const exchange = () => oidc.authorizationCodeGrant(configuration, new URL(back.url), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce });
    expect((await exchange()).claims()?.sub).toBe('oh-subin');
    await expect(exchange()).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('shows the cards again for somebody who is not there', async () => {
    const visitor = new Visitor();
    const choice = await visitor.open((await authorizationUrl()).url);
    expect(await visitor.choose(choice.url, 'nobody')).toMatchObject({ status: 400, text: expect.stringContaining('오수빈') });
  });

  test('is refused without PKCE', async () => {
    const url = new URL((await authorizationUrl()).url);
    url.searchParams.delete('code_challenge');
    url.searchParams.delete('code_challenge_method');
    const back = await new Visitor().open(url.href);
    expect(new URL(back.url).searchParams.get('error')).toBe('invalid_request');
  });

  test('does not lead to an address the client has not registered', async () => {
    const page = await new Visitor().open((await authorizationUrl({ redirect_uri: 'http://127.0.0.1:3000/elsewhere' })).url);
    expect(page).toMatchObject({ status: 400, text: expect.stringContaining('redirect_uri') });
  });

  test('answers an unknown interaction with a page', async () => {
    const page = await new Visitor().open(`${idp.issuer}/sign-in/invented`);
    expect(page).toMatchObject({ status: 400, text: expect.stringContaining('Cannot sign in') });
  });
});

test('signing out leads back to the client', async () => {
  const visitor = new Visitor();
  const tokens = await signIn('oh-subin', visitor);
  const url = oidc.buildEndSessionUrl(configuration, { id_token_hint: tokens.id_token ?? '', post_logout_redirect_uri: signedOutUri });
  const page = await visitor.open(url.href);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const end = await visitor.open(`${idp.issuer}/session/end/confirm`, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
  expect(end.url).toBe(signedOutUri);
});

test('the signing key outlives the process when there is a data directory', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'idp-'));
  const keySet = async (): Promise<string> => {
    const running = await startLocalIdp({ port: 0, clients: [client], dataDir });
    const text = await (await fetch(`${running.issuer}/jwks`)).text();
    await running.close();
    return text;
  };
  try {
    const first = await keySet();
    expect(await keySet()).toBe(first);
    expect((await stat(join(dataDir, 'keys.json'))).mode & 0o077).toBe(0);
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
