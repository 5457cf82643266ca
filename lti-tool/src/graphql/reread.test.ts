import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fail } from '../errors.ts';
import { reread } from './reread.ts';

/** A page that nothing happens to. */
const nothing = (signal: AbortSignal): AsyncIterable<void> => ({
  [Symbol.asyncIterator]: () => ({
    async next() {
      if (!signal.aborted) await once(signal, 'abort');
      return { done: true, value: undefined };
    },
  }),
});

test('a page that stays open keeps its session, though nothing changes on it', async () => {
  let stayed = 0;
  let kept = (): void => undefined;
  const twice = new Promise<void>((resolve) => { kept = resolve; });
  const pages = reread({ read: async () => 'page', notices: nothing, stay: async () => { stayed += 1; if (stayed === 2) kept(); } }, 1);
  expect(await pages.next()).toEqual({ done: false, value: 'page' });
  await twice;
  await pages.return?.();
  const before = stayed;
  await pause(5);
  expect(stayed).toBe(before);
});

test('a page is told when its session has ended', async () => {
  const pages = reread({ read: async () => 'page', notices: nothing, stay: () => Promise.reject(fail('NOT_SIGNED_IN')) }, 1);
  await pages.next();
  await expect(pages.next()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
});

test('a database that is away for a moment ends no page', async () => {
  let asked = 0;
  let enough = (): void => undefined;
  const thrice = new Promise<void>((resolve) => { enough = resolve; });
  const stay = (): Promise<void> => { asked += 1; if (asked === 3) enough(); return Promise.reject(new Error('connection refused')); };
  async function* oneNotice(): AsyncGenerator<void> { await thrice; yield; }
  const pages = reread({ read: async () => 'page', notices: oneNotice, stay }, 1);
  await pages.next();
  expect(await pages.next()).toEqual({ done: false, value: 'page' });
  await pages.return?.();
});

test('a page that is closed while nothing changes keeps its session no longer', async () => {
  let stayed = 0;
  const pages = reread({ read: async () => 'page', notices: nothing, stay: async () => void (stayed += 1) }, 1);
  await pages.next();
  const waiting = pages.next();
  await pages.return?.();
  expect(await waiting).toEqual({ value: undefined, done: true });
  const atTheEnd = stayed;
  // several turns of the timer, had it gone on
  await new Promise((later) => { setTimeout(later, 20); });
  expect(stayed).toBe(atTheEnd);
});
