import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSealer, deriveKey } from './sealer.ts';

const key = new Uint8Array(32).fill(1);
const sealer = createSealer(key);

describe('a sealed text', () => {
  test('opens to what it was', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => { expect(sealer.open(sealer.seal(text, 'a'), 'a')).toBe(text); }));
  });

  test('that stands in a database for long still opens', () => {
    expect(sealer.open('v1.ZNMPrz21caDatMUQdgNPMKzcjBETNnxuPt6qdQdJg4zTwBYi1yZZig', 'access-token p s')).toBe('access token');
  });

  test('looks different each time', () => {
    expect(sealer.seal('x', 'a')).not.toBe(sealer.seal('x', 'a'));
  });

  test('does not open in another place', () => {
    expect(() => sealer.open(sealer.seal('x', 'a'), 'b')).toThrow('authenticate');
  });

  test('does not open under another key', () => {
    expect(() => createSealer(new Uint8Array(32)).open(sealer.seal('x', 'a'), 'a')).toThrow('authenticate');
  });

  test('opens under the key before, while that is being replaced, and is sealed by the new one', () => {
    const [old, replacing] = [createSealer(new Uint8Array(32).fill(2)), createSealer(key, new Uint8Array(32).fill(2))];
    expect(replacing.open(old.seal('x', 'a'), 'a')).toBe('x');
    expect(sealer.open(replacing.seal('x', 'a'), 'a')).toBe('x');
    expect(() => replacing.open(old.seal('x', 'a'), 'b')).toThrow('authenticate');
  });

  test('does not open when another version of the program sealed it', () => {
    expect(() => sealer.open(sealer.seal('x', 'a').replace('v1.', 'v2.'), 'a')).toThrow('version');
  });

  test('does not open when it was cut, wherever', () => {
    const bytes = Buffer.from(sealer.seal('secret', 'a').slice(3), 'base64url');
    for (let length = 0; length < bytes.length; length += 1) expect(() => sealer.open(`v1.${bytes.subarray(0, length).toString('base64url')}`, 'a')).toThrow(/authenti|initialization vector/);
  });

  test('does not open when a bit of it was changed', () => {
    const bytes = Buffer.from(sealer.seal('secret', 'a').slice(3), 'base64url');
    fc.assert(fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => sealer.open(`v1.${changed.toString('base64url')}`, 'a')).toThrow('authenticate');
    }));
  });
});

test('every purpose has a key of its own', () => {
  expect(deriveKey(key, 'a')).not.toEqual(deriveKey(key, 'b'));
  expect(() => deriveKey(new Uint8Array(16), 'a')).toThrow('32 bytes');
});
