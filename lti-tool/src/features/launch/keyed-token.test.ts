import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compactVerify, SignJWT } from 'jose';
import { readKeyed, signKeyed } from './keyed-token.ts';

const key = new Uint8Array(32).fill(7);
const body = { nonce: 'n-1', exp: 1_800_000_000 };

test('what was signed comes back with its type', () => {
  expect(readKeyed(key, signKeyed(key, 'launch-state', body))).toEqual({ type: 'launch-state', body });
});

test('any other library reads it as a JWS, and its tokens are read here', async () => {
  const { payload, protectedHeader } = await compactVerify(signKeyed(key, 'launch-state', body), key);
  expect([JSON.parse(new TextDecoder().decode(payload)), protectedHeader.typ]).toEqual([body, 'launch-state']);
  const theirs = await new SignJWT(body).setProtectedHeader({ alg: 'HS256', typ: 'launch-state' }).sign(key);
  expect(readKeyed(key, theirs)).toEqual({ type: 'launch-state', body });
});

test('another key has signed nothing', () => {
  expect(readKeyed(new Uint8Array(32), signKeyed(key, 'launch-state', body))).toBeUndefined();
});

test('a token with any change is not the one that was signed, not even where base64 would decode to the same', () => {
  const token = signKeyed(key, 'launch-state', body);
  fc.assert(fc.property(fc.nat({ max: token.length - 1 }), fc.constantFrom(...'AZaz09-_.=+ '), (at, character) => {
    fc.pre(token[at] !== character);
    expect(readKeyed(key, token.slice(0, at) + character + token.slice(at + 1))).toBeUndefined();
  }));
});

test('whatever is sent is answered, never thrown at', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.base64String()).map((parts) => parts.join('.'))), (token) => {
    expect(readKeyed(key, token)).toBeUndefined();
  }));
});
