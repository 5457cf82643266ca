import { describe, expect, test } from '@jest/globals';
import { codeOutcomes, type RunCode } from '../src/index.ts';
import { act, lab, packOf } from './walk.ts';

const hint = { ko: '코드', en: 'code' };
const code = (name: string): object => ({ code: { file: `validators/${name}.js`, hint } });
const [first, second, strangers] = [act({ id: 'b', name: 'CreateBucket', at: '02:00' }), act({ id: 'a', name: 'PutObject', at: '03:00' }), act({ id: 'c', name: 'CreateBucket', at: '01:00', role: 'somebody' })];
const says = (passed: boolean, ...eventIds: string[]): RunCode => async () => ({ ok: true, passed, eventIds });

describe('what a pack\'s code says', () => {
  test('is asked over the records that count, in order, and each once', async () => {
    const asked: unknown[] = [];
    await codeOutcomes(packOf({ both: code('both') }), lab, [second, strangers, first, second], async (file, records) => {
      asked.push([file, records.map(({ eventID }) => eventID)]);
      return { ok: true, passed: false, eventIds: [] };
    });
    expect(asked).toEqual([['validators/both.js', ['b', 'a']]]);
  });

  test('is held from the newest record that it names', async () => {
    const { outcomes } = await codeOutcomes(packOf({ both: { all: [code('one'), code('two')] } }), lab, [second, first], says(true, 'a', 'b'));
    const verdict = { status: 'held', at: second.eventTime, eventIds: ['b', 'a'], captured: {} };
    expect(outcomes).toEqual(new Map([['both/all.0', verdict], ['both/all.1', verdict]]));
  });

  test('is held from the start of the lab when it names none', async () => {
    const { outcomes } = await codeOutcomes(packOf({ both: code('both') }), lab, [first], says(true));
    expect(outcomes.get('both')).toMatchObject({ status: 'held', at: lab.startedAt });
  });

  test('is nothing when it says no', async () => {
    expect(await codeOutcomes(packOf({ both: code('both') }), lab, [first], says(false))).toEqual({ outcomes: new Map(), failures: [], unanswered: new Set() });
  });

  test('is not known of its step, nor of those that build on it, when it came to no end', async () => {
    const pack = packOf({ other: code('other'), built: { event: { pattern: { eventName: ['PutObject'] }, after: ['both'] } }, both: code('both') });
    const failed = { ok: false, code: 'CODE_THREW', detail: 'Error: no', line: 3 } as const;
    const answers = await codeOutcomes(pack, lab, [first], async (file) => (file === 'validators/both.js' ? failed : { ok: true, passed: true, eventIds: [] }));
    expect(answers.unanswered).toEqual(new Set(['both', 'built']));
    expect(answers.failures).toEqual([{ address: 'both', step: 'both', file: 'validators/both.js', failure: failed }]);
    expect([...answers.outcomes.keys()]).toEqual(['other']);
  });
});
