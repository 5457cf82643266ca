import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { addPackCommands } from '../src/index.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'pack-cli-'))));
afterEach(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly text: string;
  readonly exitCode: number;
}

async function run(...args: readonly string[]): Promise<Outcome> {
  const lines: string[] = [];
  let exitCode = 0;
  const program = new Command('cloudclass');
  addPackCommands(program, { out: (line) => lines.push(line), setExitCode: (code) => void (exitCode = code) });
  await program.parseAsync(['pack', ...args], { from: 'user' });
  return { text: lines.join('\n'), exitCode };
}

const newPack = async (): Promise<string> => {
  const pack = join(folder, 'first');
  await run('new', 'first-pack', pack);
  return pack;
};

const change = async (file: string, from: string, to: string): Promise<void> => {
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replaceAll(from, to));
};

describe('pack new', () => {
  test('writes a pack that lints and tests green', async () => {
    const pack = await newPack();
    expect(await run('lint', pack)).toEqual({ text: expect.stringContaining('first-pack 0.1.0 is fine'), exitCode: 0 });
    expect(await run('test', pack)).toEqual({ text: expect.stringContaining('2 fixtures, 2 as expected, 0 not'), exitCode: 0 });
  });

  test('overwrites nothing', async () => {
    const pack = await newPack();
    expect((await run('new', 'first-pack', pack)).exitCode).toBe(1);
  });

  test('refuses an id that cannot name a pack, and creates nothing', async () => {
    expect((await run('new', '../Evil', join(folder, 'x'))).exitCode).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });
});

/** A new pack whose step is decided by code, or by what stands in the place of its validator. */
const packWith = async (validator: string, code?: string): Promise<string> => {
  const pack = await newPack();
  await writeFile(join(pack, 'validators/create-bucket.yaml'), `step: create-bucket\nvalidator:\n${validator}\n    hint: { ko: 힌트, en: A hint }\n`);
  if (code !== undefined) await writeFile(join(pack, 'validators/two.js'), code);
  return pack;
};
const packOfCode = (code: string): Promise<string> => packWith('  code:\n    file: validators/two.js', code);

describe('pack lint', () => {
  test('loads code in its sandbox, and names file and line of what is wrong with it', async () => {
    const pack = await packOfCode('export default (records) => {\n  return { passed: records.length > 0 ;\n};\n');
    const { text, exitCode } = await run('lint', pack);
    expect(text).toContain(`${join(pack, 'validators/two.js')}:2: PACK_CODE_INVALID SyntaxError: `);
    expect(exitCode).toBe(1);
  });

  test('says of code that takes too long while it is loaded that it does', async () => {
    const { text, exitCode } = await run('lint', await packOfCode('for (;;) {}\nexport default () => ({ passed: true });\n'));
    expect(text).toContain('two.js:1: PACK_CODE_INVALID takes too long while it is loaded');
    expect(exitCode).toBe(1);
  });

  test('keeps a fault on its line, whatever the code throws', async () => {
    const { text } = await run('lint', await packOfCode('throw new Error("first\\n\\u001b[2Jsecond");'));
    expect(text.split('\n')[0]).toMatch(/two\.js:1: PACK_CODE_INVALID Error: first \[2Jsecond$/);
  });

  test('has nothing to say of code that can be run', async () => {
    expect(await run('lint', await packOfCode('export default () => { throw new Error("called"); };'))).toMatchObject({ exitCode: 0 });
  });

  test('refuses a probe of a call that probes may not make, on its line', async () => {
    const pack = await packWith("  probe:\n    service: s3\n    operation: DeleteBucket\n    input: { Bucket: mine }\n    assert: '@'");
    const { text, exitCode } = await run('lint', pack);
    expect(text).toContain(`${join(pack, 'validators/create-bucket.yaml')}:5: PACK_PROBE_INVALID operation: a probe may not call s3:DeleteBucket, only s3:GetBucketVersioning`);
    expect(exitCode).toBe(1);
  });

  test('refuses a service of which accounts are not cleaned, as publishing does', async () => {
    const pack = await newPack();
    await change(join(pack, 'pack.yaml'), 'services: [s3, ssm]', 'services: [s3, ssm, kinesis]');
    const { text, exitCode } = await run('lint', pack);
    expect(text).toContain(`${join(pack, 'pack.yaml')}:8: PACK_SERVICE_UNCLEANED`);
    expect(exitCode).toBe(1);
  });

  test('prints each fault as file:line: CODE message and exits with 1', async () => {
    const pack = await newPack();
    await change(join(pack, 'validators/create-bucket.yaml'), 'prefix:', 'prefx:');
    const { text, exitCode } = await run('lint', pack);
    expect(text).toContain(`${join(pack, 'validators/create-bucket.yaml')}:9: PACK_VALIDATOR_PATTERN`);
    expect(exitCode).toBe(1);
  });

  test('checks every pack it is given, after a faulty one too', async () => {
    const pack = await newPack();
    const { text, exitCode } = await run('lint', join(folder, 'missing'), pack);
    expect(text).toContain('PACK_FILE_MISSING');
    expect(text).toContain('is fine');
    expect(exitCode).toBe(1);
  });
});

describe('pack test', () => {
  test('explains a verdict that is not the expected one and exits with 1', async () => {
    const pack = await newPack();
    await change(join(pack, 'fixtures/walk-passes.json'), 'ap-northeast-2', 'ap-northeast-1');
    await change(join(pack, 'fixtures/walk-passes.json'), '"awsRegion": "ap-northeast-1"', '"awsRegion": "us-west-2"');
    const { text, exitCode } = await run('test', pack);
    expect(text).toContain('create-bucket  expected passed, is near-miss');
    expect(text).toContain('awsRegion is "us-west-2", expected ["ap-northeast-1"]; hint: The bucket is in another Region.');
    expect(exitCode).toBe(1);
  });

  test('fails a pack without fixtures, since nothing was tested', async () => {
    const pack = await newPack();
    await rm(join(pack, 'fixtures'), { recursive: true });
    expect(await run('test', pack)).toEqual({ text: expect.stringContaining('has no fixtures'), exitCode: 1 });
  });

  test('prints every verdict when asked to', async () => {
    const pack = await newPack();
    expect((await run('test', '--all', pack)).text).toContain('create-bucket  passed  at 2026-01-01T00:05:00Z');
  });
});

describe('pack test of a step that code decides', () => {
  const expecting = async (pack: string, walk: string, status: string): Promise<void> =>
    change(join(pack, `fixtures/${walk}.json`), JSON.stringify(JSON.parse(await readFile(join(pack, `fixtures/${walk}.json`), 'utf8')).expect['create-bucket']), JSON.stringify(status));

  test('runs the code over the records that count, as the server does', async () => {
    const pack = await packOfCode(`export default (records, lab) => {
      const made = records.filter(({ eventName, awsRegion }) => eventName === 'CreateBucket' && awsRegion === lab.region);
      return { passed: made.length > 0, eventIds: made.map(({ eventID }) => eventID) };
    };`);
    await expecting(pack, 'walk-passes', 'held');
    await expecting(pack, 'wrong-region', 'todo');
    const { text, exitCode } = await run('test', '--all', pack);
    expect(text).toContain('create-bucket  held  at 2026-01-01T00:05:00Z');
    expect(text).not.toContain('not run');
    expect([text.split('\n').at(-1), exitCode]).toEqual(['  2 fixtures, 2 as expected, 0 not', 0]);
  });

  test('fails a walk on which the code throws, with file and line, although nothing else was expected', async () => {
    const pack = await packOfCode('export default (records) => {\n  return { passed: records[0].no.such === 1 };\n};\n');
    await expecting(pack, 'walk-passes', 'todo');
    const { text, exitCode } = await run('test', pack);
    expect(text).toContain('FAIL  fixtures/walk-passes.json');
    expect(text).toMatch(/create-bucket {2}no answer {2}validators\/two\.js:2: CODE_THREW TypeError: /);
    expect(exitCode).toBe(1);
  });

  test('says of a probe that it was not run', async () => {
    const pack = await packWith("  probe:\n    service: s3\n    operation: HeadBucket\n    input: { Bucket: mine }\n    assert: '@ != null'");
    expect((await run('test', pack)).text).toContain('probes are not run here, so taken as todo: create-bucket');
  });
});

describe('pack preview', () => {
  test('prints steps with points, headings and resources in the language asked for', async () => {
    const pack = await newPack();
    await change(join(pack, 'guide/ko/create-bucket.md'), '## 무엇을 합니까', '```\n# 코드\n```\n## 무엇을 합니까');
    const { text } = await run('preview', pack, '--lang', 'ko');
    expect(text).toContain('1. 버킷 만들기 (create-bucket): 100 points, 1 hints, checked by event');
    expect(text).toContain('NamePrefixSetting  AWS::SSM::Parameter  -  버킷 이름의 접두사를');
    expect(text).toContain('무엇을 합니까');
    expect(text).not.toContain('코드');
  });
});
