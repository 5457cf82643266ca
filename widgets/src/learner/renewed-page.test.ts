import { expect, test } from '@jest/globals';
import type { LabChanged, LabPage } from './lab-document.ts';
import { renewedPage } from './renewed-page.ts';

const text = (words: string) => ({ ko: words, en: words });
const step = (id: string, status: string) => ({ id, status });
/** Of the page only what is put together matters here. */
const page = { pack: { id: 'lab', version: '1.0.0', introduction: text('Welcome') }, steps: [{ ...step('a', 'SEEN'), guide: text('Do a') }, { ...step('b', 'SEEN'), guide: text('Do b') }] } as unknown as LabPage;
const changed = (version: string, ...steps: object[]): LabChanged => ({ pack: { id: 'lab', version }, steps }) as unknown as LabChanged;

test('what changed is shown with the guide that was here', () => {
  expect(renewedPage(page, changed('1.0.0', step('b', 'PASSED'), step('a', 'SEEN')))).toEqual({
    pack: { id: 'lab', version: '1.0.0', introduction: text('Welcome') },
    steps: [{ ...step('b', 'PASSED'), guide: text('Do b') }, { ...step('a', 'SEEN'), guide: text('Do a') }],
  });
});

test.each([
  ['another version', changed('2.0.0', step('a', 'SEEN'), step('b', 'SEEN'))],
  ['a step that was not chosen before', changed('1.0.0', step('a', 'SEEN'), step('c', 'SEEN'))],
])('of %s nothing is guessed', (_what, other) => {
  expect(renewedPage(page, other)).toBeNull();
});

test('a step that is not chosen any more goes', () => {
  expect(renewedPage(page, changed('1.0.0', step('a', 'SEEN')))?.steps).toHaveLength(1);
});
