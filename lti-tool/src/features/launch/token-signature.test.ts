import { beforeAll, expect, test } from '@jest/globals';
import { CompactSign, exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { isSignedBy } from './token-signature.ts';

interface Signer { readonly token: string; readonly key: KeyObject }

const signers = new Map<string, Signer>();
const signer = (alg: string): Signer => signers.get(alg) ?? (() => { throw new Error(alg); })();

async function publicKeyOf(key: CryptoKey): Promise<KeyObject> {
  return createPublicKey({ key: await exportJWK(key), format: 'jwk' });
}

beforeAll(async () => {
  for (const alg of ['RS256', 'ES256']) {
    const { privateKey, publicKey } = await generateKeyPair(alg);
    signers.set(alg, { token: await new CompactSign(Buffer.from('{"sub":"a"}')).setProtectedHeader({ alg }).sign(privateKey), key: await publicKeyOf(publicKey) });
  }
});

test.each(['RS256', 'ES256'])('what was signed with %s holds', (alg) => {
  expect(isSignedBy(signer(alg).token, signer(alg).key, alg)).toBe(true);
});

test.each(['RS256', 'ES256'])('a %s token with another payload does not', (alg) => {
  const [header, , signature] = signer(alg).token.split('.');
  expect(isSignedBy(`${header}.${Buffer.from('{"sub":"b"}').toString('base64url')}.${signature}`, signer(alg).key, alg)).toBe(false);
});

test.each(['RS256', 'ES256'])('nor a %s token with a shortened signature, or none', (alg) => {
  const { token, key } = signer(alg);
  expect([token.slice(0, -4), token.slice(0, token.lastIndexOf('.') + 1)].map((cut) => isSignedBy(cut, key, alg))).toEqual([false, false]);
});

test('an ES256 signature in the DER form of other protocols does not hold', async () => {
  const { createSign, generateKeyPairSync } = await import('node:crypto');
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const content = `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.e30`;
  const der = createSign('sha256').update(content).sign(privateKey).toString('base64url');
  expect(isSignedBy(`${content}.${der}`, publicKey, 'ES256')).toBe(false);
});

test.each(['HS256', 'none', 'PS256', 'toString', '__proto__'])('no signature holds for %s', (alg) => {
  expect(isSignedBy(signer('RS256').token, signer('RS256').key, alg)).toBe(false);
});
