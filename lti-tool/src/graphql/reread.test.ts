import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { fail } from '../errors.ts';
import { reread } from './reread.ts';

beforeEach(() => { jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] }); });
afterEach(() => { jest.useRealTimers(); });

const MINUTES = 60_000;

/** A page that nothing happens to. */
const nothing = (signal: AbortSignal): AsyncIterable<void> => ({
  [Symbol.asyncIterator]: () => ({
    async next() {
      if (!signal.aborted) await once(signal, 'abort');
      return { done: true, value: undefined };
    },
  }),
});

test('a page that stays open keeps its session every two minutes, though nothing changes on it, until it is closed', async () => {
  let stayed = 0;
  const pages = reread({ hold: () => () => {}, read: async () => 'page', notices: nothing, stay: async () => void (stayed += 1) });
  expect(await pages.next()).toEqual({ done: false, value: 'page' });
  jest.advanceTimersByTime(2 * MINUTES - 1);
  expect(stayed).toBe(0);
  jest.advanceTimersByTime(1);
  expect(stayed).toBe(1);
  jest.advanceTimersByTime(2 * MINUTES);
  expect(stayed).toBe(2);
  await pages.return?.();
  jest.advanceTimersByTime(60 * MINUTES);
  expect(stayed).toBe(2);
});

test('a page is told when its session has ended', async () => {
  const pages = reread({ hold: () => () => {}, read: async () => 'page', notices: nothing, stay: () => Promise.reject(fail('NOT_SIGNED_IN')) });
  await pages.next();
  const next = pages.next();
  jest.advanceTimersByTime(2 * MINUTES);
  await expect(next).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
});

test('a database that is away for a moment ends no page', async () => {
  let notice = (): void => {};
  const noticed = new Promise<void>((resolve) => { notice = resolve; });
  async function* oneNotice(): AsyncGenerator<void> { await noticed; yield; }
  const stay = jest.fn(() => Promise.reject(new Error('connection refused')));
  const pages = reread({ hold: () => () => {}, read: async () => 'page', notices: oneNotice, stay });
  await pages.next();
  await jest.advanceTimersByTimeAsync(6 * MINUTES);
  expect(stay).toHaveBeenCalledTimes(3);
  notice();
  expect(await pages.next()).toEqual({ done: false, value: 'page' });
  await pages.return?.();
});

test('a page that could not be read listens no longer', async () => {
  let listening = true;
  async function* oneNotice(): AsyncGenerator<void> {
    try {
      yield;
    } finally {
      listening = false;
    }
  }
  let read = 0;
  const pages = reread({ hold: () => () => {}, read: () => ((read += 1) === 1 ? Promise.resolve('page') : Promise.reject(fail('NOT_FOUND'))), notices: oneNotice, stay: async () => {} });
  await pages.next();
  await expect(pages.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(listening).toBe(false);
});

test('what changes while the page is read for the first time is not missed', async () => {
  const changes = new EventEmitter();
  async function* heard(signal: AbortSignal): AsyncGenerator<void> {
    let unheard = 0;
    changes.on('change', () => { unheard += 1; });
    while (!signal.aborted) {
      if (unheard === 0) await once(changes, 'change');
      unheard = 0;
      yield;
    }
  }
  let version = 0;
  const read = async (): Promise<number> => {
    const seen = version;
    if (version === 0) { version = 1; changes.emit('change'); }
    return seen;
  };
  const pages = reread({ hold: () => () => {}, read, notices: heard, stay: async () => {} });
  expect([(await pages.next()).value, (await pages.next()).value]).toEqual([0, 1]);
});

test('a page that is closed while nothing changes keeps its session no longer', async () => {
  let stayed = 0;
  const pages = reread({ hold: () => () => {}, read: async () => 'page', notices: nothing, stay: async () => void (stayed += 1) });
  await pages.next();
  const waiting = pages.next();
  await pages.return?.();
  expect(await waiting).toEqual({ value: undefined, done: true });
  jest.advanceTimersByTime(60 * MINUTES);
  expect(stayed).toBe(0);
});
