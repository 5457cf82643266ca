import { beforeEach, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { createPlatformKeys } from './platform-keys.ts';

const url = 'https://lms.example/jwks';
const hour = 3_600_000;
const one = { kid: 'one', alg: 'RS256' };
const { publicKey } = await generateKeyPair('RS256');
const published: JWK = { ...(await exportJWK(publicKey)), kid: 'one', use: 'sig' };

/** What the platform answers; an error is a platform that does not. */
let answer: { keys: unknown[] } | Error;
let status: number;
let asked: number;
let now: number;
let keys: ReturnType<typeof createPlatformKeys>;

beforeEach(() => {
  [answer, status, asked, now] = [{ keys: [published] }, 200, 0, Date.parse('2026-11-24T05:00:00Z')];
  keys = createPlatformKeys({
    clock: { now: () => new Date(now) },
    outbound: async () => {
      asked += 1;
      if (answer instanceof Error) throw answer;
      return { status, headers: {}, body: JSON.stringify(answer) };
    },
  });
});

const find = (wanted = one) => keys.find(url, wanted).then(({ kind }) => kind, () => 'unavailable');
const findAnew = () => keys.findAnew(url, one).then(({ kind }) => kind, () => 'unavailable');
const later = (milliseconds: number): void => { now += milliseconds; };

describe("a platform's key set", () => {
  test('is fetched once for a class that comes at once', async () => {
    expect(new Set(await Promise.all(Array.from({ length: 300 }, () => find())))).toEqual(new Set(['found']));
    expect(asked).toBe(1);
  });

  test('is good for an hour, then asked for again', async () => {
    await find();
    later(hour);
    await find();
    expect(asked).toBe(1);
    later(1);
    await find();
    expect(asked).toBe(2);
  });

  test('is asked for again after the clock was put back, whether the platform had failed before or had no such key', async () => {
    answer = new Error('down');
    expect(await find()).toBe('unavailable');
    answer = { keys: [published] };
    later(-hour);
    expect(await find()).toBe('found');
    answer = { keys: [published, { ...published, kid: 'two' }] };
    later(-hour);
    expect(await find({ ...one, kid: 'two' })).toBe('found');
  });

  test('that is an hour old still serves when the platform does not answer, asked every ten seconds, for a day', async () => {
    await find();
    answer = new Error('down');
    later(hour + 1);
    expect(await Promise.all([find(), find()])).toEqual(['found', 'found']);
    expect(await find()).toBe('found');
    expect(asked).toBe(2);
    later(10_000);
    expect([await find(), asked]).toEqual(['found', 3]);
    later(23 * hour - 10_001);
    expect(await find()).toBe('found');
    later(1);
    expect(await find()).toBe('unavailable');
  });

  test('does not come from an answer other than 200', async () => {
    status = 404;
    expect(await find()).toBe('unavailable');
  });

  test('is kept of a thousand platforms; then all are asked for again', async () => {
    const findAt = (at: number) => keys.find(`${url}/${at}`, one);
    for (let at = 1; at <= 1_000; at += 1) await findAt(at);
    await findAt(1);
    expect(asked).toBe(1_000);
    await findAt(1_001);
    await findAt(1);
    expect(asked).toBe(1_002);
  });

  test('is asked for again at an unknown key, but once in ten seconds', async () => {
    await find();
    answer = { keys: [published, { ...published, kid: 'two' }] };
    later(9_999);
    expect([await find({ ...one, kid: 'two' }), asked]).toEqual(['unknown', 1]);
    later(1);
    expect(await find({ ...one, kid: 'two' })).toBe('found');
    expect([await find({ ...one, kid: 'three' }), await find({ ...one, kid: 'four' }), asked]).toEqual(['unknown', 'unknown', 2]);
  });

  test('is asked for anew where a key may have been replaced under its name, but once in ten seconds; the old one serves when there is no answer', async () => {
    await find();
    later(9_999);
    expect([await findAnew(), asked]).toEqual(['found', 1]);
    later(1);
    expect([await findAnew(), await findAnew(), asked]).toEqual(['found', 'found', 2]);
    later(10_000);
    answer = new Error('down');
    expect([await findAnew(), asked]).toEqual(['found', 3]);
  });

  test('of a platform that fails is asked for once a second, by however many', async () => {
    answer = new Error('down');
    expect(await Promise.all([find(), find(), find()])).toEqual(['unavailable', 'unavailable', 'unavailable']);
    expect([await find(), asked]).toEqual(['unavailable', 1]);
    answer = { keys: [published] };
    later(999);
    expect([await find(), asked]).toEqual(['unavailable', 1]);
    later(1);
    expect([await find(), asked]).toEqual(['found', 2]);
  });

  test('serves known keys while an unknown one is being asked for', async () => {
    await find();
    later(10_000);
    answer = new Error('down');
    expect(await Promise.all([find({ ...one, kid: 'two' }), find()])).toEqual(['unavailable', 'found']);
  });
});

describe('of the keys in a set', () => {
  test.each([
    ['another use', { use: 'enc' }],
    ['no right to verify', { key_ops: ['encrypt'] }],
    ['another algorithm', { alg: 'RS512' }],
    ['another type', { kty: 'EC', crv: 'P-256' }],
    ['a short modulus', { n: Buffer.alloc(128, 0xff).toString('base64url') }],
    ['a modulus that looks long by its zeros', { n: Buffer.concat([Buffer.alloc(200), Buffer.alloc(128, 0xff)]).toString('base64url') }],
    ['no exponent', { e: undefined }],
    ['a modulus so long that it costs time', { n: Buffer.alloc(2_048, 0xff).toString('base64url') }],
  ])('one with %s is unfit', async (_what, changed) => {
    answer = { keys: [{ ...published, ...changed }] };
    expect(await find()).toBe('unfit');
  });

  test.each([['for another use', { use: 'enc' }], ['not whole', { e: undefined }]])('one that serves is taken beside one by its name that is %s', async (_what, changed) => {
    answer = { keys: [{ ...published, ...changed }, published] };
    expect(await find()).toBe('found');
  });

  test('four by one name are tried, and no more', async () => {
    answer = { keys: Array.from({ length: 100 }, () => published) };
    expect(await keys.find(url, one)).toMatchObject({ kind: 'found', keys: { length: 4 } });
  });

  test('one that says null of what it is for serves, as if it had not said it', async () => {
    answer = { keys: [{ ...published, use: null, alg: null, key_ops: null }] };
    expect(await find()).toBe('found');
  });

  test('those of a form nobody knows do not cost the others', async () => {
    answer = { keys: [null, 4, { kid: 'one' }, { kty: 'OKP', kid: 'x' }, published] };
    expect(await find()).toBe('found');
  });

  test('one that is published with its private half is used as a public one', async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    answer = { keys: [{ ...(await exportJWK(pair.privateKey)), kid: 'one' }] };
    expect(await keys.find(url, one)).toMatchObject({ kind: 'found', keys: [{ type: 'public' }] });
  });
});
