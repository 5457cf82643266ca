import { describe, expect, test } from '@jest/globals';
import type { CloudTrailRecord, LabFacts } from '@cloudclass/plugin-contract';
import { checkCode, codeLimits, runCodeValidator, type CodeLimits } from './run-code.ts';

const lab: LabFacts = { accountId: '111122223333', region: 'ap-northeast-2', startedAt: '2026-11-24T10:00:00Z', learnerRoleArns: [], outputs: { Prefix: 'site-' } };
const record: CloudTrailRecord = {
  eventVersion: '1.11', eventID: 'e-1', eventTime: '2026-11-24T10:01:00Z', eventSource: 's3.amazonaws.com', eventName: 'CreateBucket',
  awsRegion: 'ap-northeast-2', recipientAccountId: '111122223333', userIdentity: {}, requestParameters: { bucketName: 'site-mine' },
};
const run = (body: string, limits: CodeLimits = codeLimits) => runCodeValidator(`export default (records, lab) => { ${body} };`, [record], lab, limits);

describe('code validator', () => {
  test('decides over records and the facts of the lab', async () => {
    const body = `const hits = records.filter((r) => r.requestParameters.bucketName.startsWith(lab.outputs.Prefix)); return { passed: hits.length > 0, eventIds: hits.map((r) => r.eventID) };`;
    expect(await run(body)).toEqual({ ok: true, passed: true, eventIds: ['e-1'] });
  });

  test('an endless loop is stopped', async () => {
    expect(await run('for (;;) {}')).toMatchObject({ ok: false, code: 'CODE_TIMEOUT' });
  });

  test.each(['const all = []; for (;;) all.push(new Uint8Array(1000000));', 'const again = () => again() + 1; return again();'])('too much memory is stopped: %s', async (body) => {
    // work and time enough, so that it is the memory that ends it
    expect(await run(body, { turns: 100_000, memoryBytes: 24 * 1024 * 1024, milliseconds: 25_000 })).toMatchObject({ ok: false, code: 'CODE_MEMORY' });
  });

  test('what it throws is an outcome, with the line it was thrown on', async () => {
    expect(await run('\n  throw new Error("no such bucket")')).toEqual({ ok: false, code: 'CODE_THREW', detail: 'Error: no such bucket', line: 2 });
  });

  test('a line that it makes up is one of its own', async () => {
    expect(await run('throw { message: "m", stack: "at validator.js:900719925474099:1" };')).toMatchObject({ code: 'CODE_THREW', line: 1 });
  });

  test.each(['return true;', 'return { passed: "yes" };', 'return { passed: true, more: 1 };', '', 'return { passed: true, get eventIds() { return this; } };'])('an answer of another form is refused: %s', async (body) => {
    expect((await run(body)).ok).toBe(false);
  });

  test('there is no network, file, process, clock or chance within reach', async () => {
    const names = ['fetch', 'require', 'process', 'Date', 'setTimeout', 'performance', 'console', 'input'];
    const body = `return { passed: ${JSON.stringify(names)}.every((name) => typeof globalThis[name] === 'undefined') && typeof Math.random === 'undefined' };`;
    expect(await run(body)).toMatchObject({ ok: true, passed: true });
  });

  test('nor before the function is called, when its module is loaded', async () => {
    const source = `const names = ['Date', 'WeakRef', 'input'].filter((name) => typeof globalThis[name] !== 'undefined');
      if (typeof Math.random !== 'undefined') names.push('Math.random');
      export default () => ({ passed: names.length === 0, eventIds: names });`;
    expect(await runCodeValidator(source, [record], lab)).toEqual({ ok: true, passed: true, eventIds: [] });
  });

  test('what it does to JSON changes neither what it is given nor what it answers', async () => {
    const source = `JSON.parse = () => []; JSON.stringify = () => '{"passed":false}'; export default (records) => ({ passed: records.length === 1 });`;
    expect(await runCodeValidator(source, [record], lab)).toMatchObject({ ok: true, passed: true });
  });

  test('a regular expression that would never end is stopped', async () => {
    expect(await run('return { passed: /^(a+)+$/.test("a".repeat(40) + "b") };')).toMatchObject({ ok: false, code: 'CODE_TIMEOUT' });
  });

  test.each([
    ['a search through a long text', 'const text = "ab".repeat(1e6); for (;;) text.indexOf("c");'],
    ['a memory that is full', 'for (;;) { try { const all = []; for (;;) all.push(new Uint8Array(1e6)); } catch {} }'],
  ])('what the engine does not ask about is ended from outside, while the process goes on: %s', async (_what, body) => {
    let beats = 0;
    const heart = setInterval(() => { beats += 1; }, 20);
    expect(await run(body, { ...codeLimits, milliseconds: 400 })).toEqual({ ok: false, code: 'CODE_TIMEOUT', detail: 'no answer within 400 ms' });
    clearInterval(heart);
    expect(beats).toBeGreaterThan(1);
  });

  test('a promise is no answer', async () => {
    expect(await runCodeValidator('export default async () => ({ passed: true });', [record], lab)).toMatchObject({ ok: false, code: 'CODE_RESULT_INVALID' });
  });

  test('the records of a long lab are read on our account, not on that of the code', async () => {
    const records = Array.from({ length: 10_000 }, (_, index) => ({ ...record, eventID: `e-${index}`, userAgent: 'x'.repeat(900) }));
    expect(await runCodeValidator('export default (records) => ({ passed: records.length === 10000 });', records, lab, { ...codeLimits, turns: 1 })).toMatchObject({ ok: true, passed: true });
  });

  test('it may import nothing', async () => {
    expect(await runCodeValidator(`import fs from 'fs'; export default () => ({ passed: true });`, [], lab)).toMatchObject({ ok: false, code: 'CODE_THREW' });
  });

  test('what it does to the prototypes of its own world does not reach ours', async () => {
    await run('Object.prototype.polluted = true; Array.prototype.map = null; return { passed: true };');
    expect('polluted' in {}).toBe(false);
    expect([1].map((value) => value)).toEqual([1]);
  });

  test('the next run begins in a fresh world', async () => {
    await run('globalThis.kept = 1; return { passed: true };');
    expect(await run('return { passed: typeof globalThis.kept === "undefined" };')).toMatchObject({ passed: true });
  });
});

describe('loading code, without calling it', () => {
  test('there is nothing to say of code that is fine, and its function is not called', async () => {
    expect(await checkCode('export default () => { throw new Error("called"); };')).toBeUndefined();
  });

  test.each([
    ['a syntax error', 'export default () => {\n  const a = ;\n};', { code: 'CODE_THREW', line: 2 }, 'SyntaxError'],
    ['a text that ends too early', 'export default () => {\n', { code: 'CODE_THREW', line: 2 }, 'SyntaxError'],
    ['an error while it is loaded', '\nconst at = () => {\n  null.x;\n};\nat();\nexport default at;', { code: 'CODE_THREW', line: 3 }, "cannot read property 'x' of null"],
    ['an import of what there is not', "// first\nimport { a } from './helpers.js';\nexport default () => a;", { code: 'CODE_THREW', line: 2 }, 'a validator may import nothing'],
    ['no default export', 'export const check = () => ({ passed: true });', { code: 'CODE_THREW', line: 1 }, 'no function'],
    ['a default export that is no function', 'export default { passed: true };', { code: 'CODE_THREW', line: 1 }, 'no function'],
    ['an await outside of a function', 'await 1;\nexport default () => ({ passed: true });', { code: 'CODE_THREW', line: 1 }, 'no function'],
    ['a loop without end (by the function it stands in)', 'export default () => ({ passed: true });\nconst turn = () => {\n  for (;;) {}\n};\nturn();', { code: 'CODE_TIMEOUT', line: 2 }, 'interrupted'],
  ])('%s is told with its line', async (_what, source, place, words) => {
    expect(await checkCode(source)).toEqual({ ok: false, ...place, detail: expect.stringContaining(words) });
  });
});
