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

describe('pack lint', () => {
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
