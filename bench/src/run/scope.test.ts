import { expect, test } from '@jest/globals';
import { openScope } from './scope.ts';

test('the youngest is ended first, and what cannot be ended keeps nothing running', async () => {
  const scope = openScope();
  const ended: string[] = [];
  scope.keep({ close: async () => { ended.push('database'); } });
  scope.keep({ close: () => Promise.reject(new Error('stuck')) });
  scope.keep({ close: async () => { ended.push('server'); } });
  await scope.close();
  expect(ended).toEqual(['server', 'database']);
});

test('whoever closes while it is being closed waits until everything has ended', async () => {
  const scope = openScope();
  let end: () => void = () => {};
  let ended = false;
  scope.keep({ close: () => new Promise<void>((resolve) => { end = resolve; }).then(() => { ended = true; }) });
  void scope.close();
  const second = scope.close();
  end();
  await second;
  expect(ended).toBe(true);
});
