import { describe, expect, test } from '@jest/globals';
import { whyUnfit, type PublishedKey } from './published-key.ts';

/** A modulus of so many bits. */
function modulus(bits: number): string {
  const bytes = Buffer.alloc(Math.ceil(bits / 8), 0xff);
  bytes[0] = 0xff >> (bytes.length * 8 - bits);
  return bytes.toString('base64url');
}

const rsa = (changes: Partial<PublishedKey> = {}): PublishedKey => ({ kty: 'RSA', n: modulus(2048), ...changes });
const p256 = (changes: Partial<PublishedKey> = {}): PublishedKey => ({ kty: 'EC', crv: 'P-256', ...changes });

describe('a key for RS256', () => {
  test.each([2048, 2049, 3072, 8192])('serves with %i bits', (bits) => {
    expect(whyUnfit(rsa({ n: modulus(bits) }), 'RS256')).toBeUndefined();
  });

  test.each([0, 1, 2040, 2047, 8193])('does not serve with %i bits', (bits) => {
    expect(whyUnfit(rsa({ n: modulus(bits) }), 'RS256')).toBe(`its modulus has ${bits} bits`);
  });

  test.each([
    ['another use', { use: 'enc' }, 'its use is enc'],
    ['other rights', { key_ops: ['sign'] }, 'its key_ops have no verify'],
    ['no rights', { key_ops: [] }, 'its key_ops have no verify'],
    ['another algorithm', { alg: 'PS256' }, 'it is for PS256'],
    ['no modulus', { n: undefined }, 'RS256 needs an RSA key, this is RSA'],
    ['another type', { kty: 'oct' }, 'RS256 needs an RSA key, this is oct'],
  ])('does not serve with %s', (_what, changes, why) => {
    expect(whyUnfit(rsa(changes), 'RS256')).toBe(why);
  });

  test('serves when it says that it is for this', () => {
    expect(whyUnfit(rsa({ use: 'sig', alg: 'RS256', key_ops: ['sign', 'verify'] }), 'RS256')).toBeUndefined();
  });
});

describe('a key for ES256', () => {
  test('serves on P-256', () => {
    expect(whyUnfit(p256(), 'ES256')).toBeUndefined();
  });

  test.each([
    ['another curve', p256({ crv: 'P-384' }), 'ES256 needs an EC key on P-256, this is EC P-384'],
    ['no curve', p256({ crv: undefined }), 'ES256 needs an EC key on P-256, this is EC '],
    ['another type', rsa({ crv: 'P-256' }), 'ES256 needs an EC key on P-256, this is RSA P-256'],
  ])('does not serve with %s', (_what, key, why) => {
    expect(whyUnfit(key, 'ES256')).toBe(why);
  });
});
