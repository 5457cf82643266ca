import { expect, test } from '@jest/globals';
import type { ComponentType } from 'react';
import { codeApart } from './code-apart.ts';

const Page: ComponentType<object> = () => null;

/** Waits until the state is told of. */
const told = (code: ReturnType<typeof codeApart<ComponentType<object>>>): Promise<string> => new Promise((resolve) => { code.subscribe(() => resolve(code.state().kind)); });

test('code is fetched once, however many ask for it, and each is told', async () => {
  let fetched = 0;
  const code = codeApart(async () => { fetched += 1; return Page; });
  code.fetch();
  expect(code.state()).toEqual({ kind: 'loading' });
  expect(await Promise.all([told(code), told(code)])).toEqual(['here', 'here']);
  expect([fetched, code.state()]).toEqual([1, { kind: 'here', code: Page }]);
});

test('code that could not be had is said to be missing', async () => {
  expect(await told(codeApart<ComponentType<object>>(() => Promise.reject(new Error('offline'))))).toBe('failed');
});

test('whoever has gone is told no more', async () => {
  const code = codeApart(async () => Page);
  let heard = 0;
  code.subscribe(() => { heard += 1; })();
  await told(code);
  expect(heard).toBe(0);
});
