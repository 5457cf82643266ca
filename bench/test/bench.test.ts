import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../..');

/** Takes what a benchmark keeps while it runs; as root, PostgreSQL must be able to enter. */
const temporary = mkdtempSync(join(tmpdir(), 'cloudclass-bench-test-'));
chmodSync(temporary, 0o711);
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

function run(program: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd: ROOT, timeout: 240_000, env: { ...process.env, TMPDIR: temporary } }, (error, out, errorText) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, error: errorText });
    });
  });
}

/** What `npm run bench` runs when it has built. */
const bench = (...args: readonly string[]): Promise<Ended> => run(process.execPath, ['bench/dist/main.js', ...args]);

beforeAll(async () => {
  const { code, out } = await run(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'bench']);
  if (code !== 0) throw new Error(`the benchmarks do not build: ${out}`);
}, 240_000);

const resultSchema = z.strictObject({ name: z.string(), figures: z.record(z.string(), z.number()), ratios: z.record(z.string(), z.number()) });

describe('a benchmark', () => {
  test.each(['launch', 'activity', 'board', 'grades', 'roster'])('%s still runs, in its smallest size, and prints one JSON object with its figures, and leaves no file behind', async (name) => {
    const { code, out, error } = await bench(name, '--smoke', '--json');
    expect({ code, error: code === 0 ? '' : error }).toEqual({ code: 0, error: '' });
    const result = resultSchema.parse(JSON.parse(out));
    expect(result.name).toBe(name);
    expect(Object.keys(result.ratios)).not.toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  }, 240_000);

  test('of an unknown name is refused by a sentence that names the known ones', async () => {
    // as a person types it
    const { code, out, error } = await run('npm', ['run', '-s', 'bench', '--', 'speed']);
    expect({ code, out, lines: error.trim().split('\n').length }).toEqual({ code: 1, out: '', lines: 1 });
    expect(error).toMatch(/"speed".*launch/);
  });
});
