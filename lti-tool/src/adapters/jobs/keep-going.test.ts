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
});

test('what is closed is not started again', async () => {
  const { log, start } = startable(0);
  const kept = await keepGoing(start, nothing, 1);
  await kept.close();
  expect(log).toEqual(['started', 'closed']);
});

test('what cannot be started at all is the caller\'s to hear', async () => {
  await expect(keepGoing(() => Promise.reject(new Error('away')), nothing, 1)).rejects.toThrow('away');
});
