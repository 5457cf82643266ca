import { expect, test } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { keepGoing, type Going } from './keep-going.ts';

/** Something that a test stops, and that says when it starts and is closed. */
function startable(failures: number) {
  const bus = new EventEmitter();
  const log: string[] = [];
  let left = failures;
  const start = async (): Promise<Going> => {
    if (log.length > 0 && left > 0) {
      left -= 1;
      throw new Error('away');
    }
    const stopped = new AbortController();
    const over = once(stopped.signal, 'abort').then(() => {});
    bus.once('stop', () => stopped.abort());
    log.push('started');
    setImmediate(() => bus.emit('started'));
    return { over, close: async () => { log.push('closed'); stopped.abort(); } };
  };
  return { bus, log, start };
}

const nothing = (): void => {};

test('what has stopped by itself is started again, also when that fails at first', async () => {
  const { bus, log, start } = startable(2);
  const failures: unknown[] = [];
  const kept = await keepGoing(start, (error) => failures.push(error), 1);
  const again = once(bus, 'started', { signal: AbortSignal.timeout(5_000) }).then(() => once(bus, 'started', { signal: AbortSignal.timeout(5_000) }));
  bus.emit('stop');
  await again;
  expect(log).toEqual(['started', 'closed', 'started']);
  expect(failures).toHaveLength(2);
  await kept.close();
  expect(log).toEqual(['started', 'closed', 'started', 'closed']);
});

test('what is closed is not started again', async () => {
  const { log, start } = startable(0);
  const kept = await keepGoing(start, nothing, 1);
  await kept.close();
  expect(log).toEqual(['started', 'closed']);
});

test('what is closed while it rests is not started again', async () => {
  const { bus, log, start } = startable(0);
  const kept = await keepGoing(start, nothing, 3_600_000);
  bus.emit('stop');
  await kept.close();
  expect(log).toEqual(['started', 'closed']);
});

test('what was being started again when it was closed is closed, too', async () => {
  const bus = new EventEmitter();
  const log: string[] = [];
  const going = (name: string, over: Promise<unknown>): Going => ({ over: over.then(() => {}), close: async () => { log.push(`${name} closed`); } });
  const starts = [async () => going('first', Promise.resolve()), async () => { bus.emit('starting'); await once(bus, 'go on'); return going('second', once(bus, 'never')); }];
  const starting = once(bus, 'starting');
  const kept = await keepGoing(() => starts.shift()?.() ?? Promise.reject(new Error('started a third time')), nothing, 1);
  await starting;
  const closing = kept.close();
  bus.emit('go on');
  await closing;
  expect(log).toEqual(['first closed', 'second closed']);
});

test('what cannot be started at all is the caller\'s to hear', async () => {
  await expect(keepGoing(() => Promise.reject(new Error('away')), nothing, 1)).rejects.toThrow('away');
});
