import { describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { generateKeyPairSync } from 'node:crypto';
import { claim } from '../src/features/launch/claims.ts';
import { LaunchPlatform } from './launch-platform.ts';
import { launchStage } from './launch-stage.ts';

const stage = launchStage();
const lastCode = (): string | undefined => stage.server.rejected.at(-1)?.error.code;

describe('a token is refused with', () => {
  test('LAUNCH_ALGORITHM for a shared key', async () => {
    await stage.platform.launch(undefined, { alg: 'HS256', key: new TextEncoder().encode('x'.repeat(32)) });
    expect(lastCode()).toBe('LAUNCH_ALGORITHM');
  });

  test('LAUNCH_ALGORITHM for no signature', async () => {
    const begun = await stage.platform.begin();
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    await stage.platform.post({ state: begun.state, id_token: `${part({ alg: 'none', kid: 'key-1' })}.${part(stage.platform.claims(begun))}.` }, begun.cookie);
    expect(lastCode()).toBe('LAUNCH_ALGORITHM');
  });

  test('LAUNCH_TOKEN_MALFORMED for a signed payload that is no UTF-8: what is read must be what was signed', async () => {
    const begun = await stage.platform.begin();
    const [header, payload] = [Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'key-1' })), Buffer.concat([Buffer.from(`{"name":"`), Buffer.from([0xff]), Buffer.from(`",${JSON.stringify(stage.platform.claims(begun)).slice(1)}`)])];
    const signed = [header, payload].map((part) => part.toString('base64url')).join('.');
    await stage.platform.post({ state: begun.state, id_token: `${signed}.${stage.platform.signatureOf(signed)}` }, begun.cookie);
    expect(lastCode()).toBe('LAUNCH_TOKEN_MALFORMED');
  });

  test('LAUNCH_ALGORITHM for ES256 where the platform is registered with RS256 only', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    await stage.platform.launch(undefined, { alg: 'ES256', key: privateKey });
    expect(lastCode()).toBe('LAUNCH_ALGORITHM');
  });

  test.each([
    ['b64', { crit: ['b64'], b64: false }],
    ['b64 that is not said to be critical', { b64: false }],
    ['an unknown extension', { crit: ['exp'], exp: 1 }],
  ])('LAUNCH_ALGORITHM for %s among the extensions', async (_what, more) => {
    const begun = await stage.platform.begin();
    await stage.platform.post({ state: begun.state, id_token: stage.platform.signRaw(JSON.stringify({ alg: 'RS256', kid: 'key-1', ...more }), JSON.stringify(stage.platform.claims(begun))) }, begun.cookie);
    expect(lastCode()).toBe('LAUNCH_ALGORITHM');
  });

  test('LAUNCH_KEY_UNNAMED without a kid', async () => {
    await stage.platform.launch(undefined, { kid: null });
    expect(lastCode()).toBe('LAUNCH_KEY_UNNAMED');
  });

  test('LAUNCH_SIGNATURE for another key under a known kid', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    await stage.platform.launch(undefined, { key: privateKey });
    expect(lastCode()).toBe('LAUNCH_SIGNATURE');
  });

  test('LAUNCH_KEY_UNKNOWN for an invented kid, and asks the platform once for a burst of them', async () => {
    await stage.platform.launch();
    stage.later(11);
    const before = stage.platform.fetches;
    for (const kid of ['a', 'b', 'c']) await stage.platform.launch(undefined, { kid });
    expect([lastCode(), stage.platform.fetches - before]).toEqual(['LAUNCH_KEY_UNKNOWN', 1]);
  });

  test('LAUNCH_KEY_UNFIT for a key of 1024 bits, one for encryption, and one that verifies nothing', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const codes: unknown[] = [];
    stage.platform.jwks.keys.push({ ...weak.publicKey.export({ format: 'jwk' }), kid: 'weak' }, { ...(await exportJWK(publicKey)), kid: 'enc', use: 'enc' }, { ...(await exportJWK(publicKey)), kid: 'ops', key_ops: ['wrapKey'] });
    for (const kid of ['weak', 'enc', 'ops']) {
      stage.later(11);
      const begun = await stage.platform.begin();
      const text = await stage.platform.sign(stage.platform.claims(begun), { kid, key: privateKey });
      await stage.platform.post({ state: begun.state, id_token: text }, begun.cookie);
      codes.push(lastCode());
    }
    expect(codes).toEqual(['LAUNCH_KEY_UNFIT', 'LAUNCH_KEY_UNFIT', 'LAUNCH_KEY_UNFIT']);
  });

  test.each([
    ['does not answer', 'http://127.0.0.1:9/jwks'],
    ['answers with something else', undefined],
  ])('LAUNCH_KEYS_UNAVAILABLE when the key set %s', async (what, jwksUrl) => {
    const clientId = `keys-${what.length}`;
    await stage.platform.register({ clientId, jwksUrl: jwksUrl ?? `${stage.server.url}/nothing` });
    const begun = await stage.platform.begin({ client_id: clientId });
    const response = await stage.platform.post({ state: begun.state, id_token: await stage.platform.sign({ ...stage.platform.claims(begun), aud: clientId }) }, begun.cookie);
    expect([response.status, lastCode()]).toEqual([502, 'LAUNCH_KEYS_UNAVAILABLE']);
  });

  test('LAUNCH_TOKEN_MALFORMED for what is no token', async () => {
    const begun = await stage.platform.begin();
    await stage.platform.post({ state: begun.state, id_token: 'a.b.c' }, begun.cookie);
    expect(lastCode()).toBe('LAUNCH_TOKEN_MALFORMED');
  });

  test('LAUNCH_TOKEN_MALFORMED for a token whose last character is another, though its bytes are the same', async () => {
    const begun = await stage.platform.begin();
    const token = await stage.platform.sign(stage.platform.claims(begun));
    const twin = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('').map((last) => token.slice(0, -1) + last).find((other) => other !== token && Buffer.from(other.split('.')[2] ?? '', 'base64url').equals(Buffer.from(token.split('.')[2] ?? '', 'base64url'))) ?? '';
    await stage.platform.post({ state: begun.state, id_token: twin }, begun.cookie);
    expect(lastCode()).toBe('LAUNCH_TOKEN_MALFORMED');
  });

  test('a code for whoever shares issuer and client id with another institution and signs for its deployment', async () => {
    const rival = await LaunchPlatform.start(stage.server);
    const shared = { clientId: 'vendor', issuer: stage.platform.url };
    await stage.platform.register({ ...shared, institution: 'Victim College', deploymentIds: ['victim'] });
    await stage.platform.register({ ...shared, institution: 'Rival College', deploymentIds: ['rival'], jwksUrl: `${rival.url}/jwks` });
    const begun = await stage.platform.begin({ client_id: 'vendor' });
    const claims = (deployment: string) => ({ ...stage.platform.claims(begun), aud: 'vendor', [claim.deploymentId]: deployment });
    // read leniently it names the rival, read as `b64: false` has it, it names the victim
    const lure = Buffer.from(JSON.stringify({ [claim.deploymentId]: 'rival' })).toString('base64url');
    const payload = `{"${lure}=":1,${JSON.stringify(claims('victim')).slice(1)}`.replaceAll('.', '\\u002e');
    const unencoded = `${Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'key-1', crit: ['b64'], b64: false })).toString('base64url')}.${payload}`;
    await stage.platform.post({ state: begun.state, id_token: `${unencoded}.${rival.signatureOf(unencoded)}` }, begun.cookie);
    expect(lastCode()).toBe('LAUNCH_TOKEN_MALFORMED');
    await stage.platform.post({ state: begun.state, id_token: await rival.sign(claims('victim')) }, begun.cookie);
    expect(lastCode()).toBe('LAUNCH_SIGNATURE');
    await rival.close();
  });
});

describe('a token is taken that is signed by', () => {
  test('ES256 where the platform is registered with it', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    stage.platform.jwks.keys.push({ ...(await exportJWK(publicKey)), kid: 'key-ec', use: 'sig' });
    await stage.platform.register({ algorithms: ['RS256', 'ES256'] });
    stage.later(20);
    const response = await stage.platform.launch(undefined, { alg: 'ES256', kid: 'key-ec', key: privateKey });
    await stage.platform.register();
    stage.later(20);
    expect(response.status).toBe(303);
  });

  test.each([['first', 0], ['last', 1]])('the %s of two keys by one name', async (where, at) => {
    const pairs = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
    for (const { publicKey } of pairs) stage.platform.jwks.keys.push({ ...(await exportJWK(publicKey)), kid: `twin-${where}` });
    const { privateKey } = pairs[at] ?? pairs[0];
    const response = await stage.platform.launch(undefined, { kid: `twin-${where}`, key: privateKey });
    expect(response.status).toBe(303);
  });

  test('a new key under the name of the old one, asked for once by all who come with it, and by who forges once in ten seconds', async () => {
    await stage.platform.launch();
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const old = stage.platform.jwks.keys.splice(0, 1, { ...(await exportJWK(publicKey)), kid: 'key-1' });
    stage.later(11);
    const before = stage.platform.fetches;
    const answers = await Promise.all(Array.from({ length: 5 }, () => stage.platform.launch(undefined, { key: privateKey })));
    expect([new Set(answers.map(({ status }) => status)), stage.platform.fetches - before]).toEqual([new Set([303]), 1]);
    for (let at = 0; at < 3; at += 1) await stage.platform.launch();
    expect([lastCode(), stage.platform.fetches - before]).toEqual(['LAUNCH_SIGNATURE', 1]);
    stage.platform.jwks.keys.splice(0, 1, ...old);
    stage.later(11);
  });

  test('a key the platform has just rotated to', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    await stage.platform.launch();
    stage.platform.jwks.keys.push({ ...(await exportJWK(publicKey)), kid: 'key-2', alg: 'RS256' });
    stage.later(11);
    expect((await stage.platform.launch(undefined, { kid: 'key-2', key: privateKey })).status).toBe(303);
  });
});
