import { beforeEach, expect, test } from '@jest/globals';
import { EventEmitter, on } from 'node:events';
import { setImmediate as soon } from 'node:timers/promises';
import { fail } from '../errors.ts';
import { createSharedReadings, type SharedReadings } from './shared-readings.ts';

let boards: SharedReadings<string>;
let changes: EventEmitter;
/** Who read what, in turn. */
let readings: string[];
/** What a class shows now; a function makes the reading fail or wait. */
let now: () => Promise<string>;

beforeEach(() => {
  [boards, changes, readings] = [createSharedReadings(), new EventEmitter(), []];
  now = () => Promise.resolve('first');
});

async function* heard(shown: string, signal: AbortSignal): AsyncGenerator<void> {
  try {
    for await (const _ of on(changes, shown, { signal })) yield;
  } catch {
    // closed
  }
}

interface Window {
  /** What it shows now. */
  read(): Promise<string>;
  /** Waits for something newer, and reads it. */
  next(): Promise<string>;
  close(): void;
}

/** A window that begins to listen, then reads, as a stream does. */
function opened(who: string, shown = 'class'): Window {
  const closed = new AbortController();
  const { read, notices } = boards({ shown: () => shown, read: () => { readings.push(`${who} ${shown}`); return now(); }, notices: (signal) => heard(shown, signal) });
  const newer = notices(closed.signal)[Symbol.asyncIterator]();
  let coming = newer.next();
  return {
    read,
    async next() {
      await coming;
      const page = await read();
      coming = newer.next();
      return page;
    },
    close: () => closed.abort(),
  };
}

const becomes = (page: string, shown = 'class'): void => {
  now = () => Promise.resolve(page);
  changes.emit(shown);
};

test('each window reads itself what it shows first, and a change is read once for all of them', async () => {
  const windows = [opened('kim'), opened('lee')];
  expect(await Promise.all(windows.map(({ read }) => read()))).toEqual(['first', 'first']);
  becomes('second');
  expect(await Promise.all(windows.map((window) => window.next()))).toEqual(['second', 'second']);
  expect(readings).toEqual(['kim class', 'lee class', 'kim class']);
});

test('windows that show something else are given nothing of it', async () => {
  const [kim, other] = [opened('kim'), opened('lee', 'other class')];
  await Promise.all([kim.read(), other.read()]);
  becomes('second');
  await kim.next();
  becomes('third', 'other class');
  expect(await other.next()).toBe('third');
  expect(readings).toEqual(['kim class', 'lee other class', 'kim class', 'lee other class']);
});

test('a window that may not see the page has no part in it', () => {
  const { notices } = boards({ shown: () => { throw fail('FORBIDDEN'); }, read: now, notices: (signal) => heard('class', signal) });
  expect(() => notices(new AbortController().signal)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
});

test('when the window that came first closes, the others are told on; with the last one nobody reads any more', async () => {
  const [kim, lee] = [opened('kim'), opened('lee')];
  await Promise.all([kim.read(), lee.read()]);
  kim.close();
  becomes('second');
  expect(await lee.next()).toBe('second');
  lee.close();
  const before = readings.length;
  becomes('third');
  await soon();
  expect([readings.length - before, changes.listenerCount('class')]).toEqual([0, 0]);
});

test('a reading that fails is told to every window, and the next change is read again for those who came back', async () => {
  const windows = [opened('kim'), opened('lee')];
  await Promise.all(windows.map(({ read }) => read()));
  now = () => Promise.reject(new Error('the database is away'));
  changes.emit('class');
  expect(await Promise.allSettled(windows.map((window) => window.next()))).toEqual([1, 2].map(() => ({ status: 'rejected', reason: new Error('the database is away') })));
  for (const window of windows) window.close();
  const back = opened('kim');
  becomes('second');
  expect(await back.next()).toBe('second');
});

test('a window that takes long is given the newest of what came meanwhile, and holds no other up', async () => {
  const [slow, quick] = [opened('kim'), opened('lee')];
  await Promise.all([slow.read(), quick.read()]);
  becomes('second');
  await quick.next();
  expect(await slow.next()).toBe('second');
  for (const page of ['third', 'fourth', 'fifth']) {
    becomes(page);
    expect(await quick.next()).toBe(page);
  }
  expect([await slow.next(), await slow.next()]).toEqual(['third', 'fifth']);
});
