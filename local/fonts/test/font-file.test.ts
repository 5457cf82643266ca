import { expect, test } from '@jest/globals';
import { fontFile, STYLESHEET } from '../src/index.ts';

test('every part that the style sheet names can be read', async () => {
  const css = (await fontFile(STYLESHEET))?.body.toString() ?? '';
  const parts = [...css.matchAll(/url\(\.\/([^)]+)\)/g)].map(([, name = '']) => name);
  expect(parts.length).toBeGreaterThan(50);
  expect((await Promise.all(parts.map(fontFile))).filter((file) => file === undefined)).toEqual([]);
});

test.each(['../../../package.json', 'woff2-dynamic-subset/../pretendardvariable.css', 'woff2-dynamic-subset/PretendardVariable.subset.999.woff2', ''])('%j is no font', async (name) => {
  expect(await fontFile(name)).toBeUndefined();
});
