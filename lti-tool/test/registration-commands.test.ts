import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { addPlatformCommands } from '../src/cli/platform-commands.ts';
import { addRegistrationCommands } from '../src/cli/registration-commands.ts';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import type { CheckReport } from '../src/features/platform-check/report.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

let made: MigratedDatabase;
beforeAll(async () => { made = await migratedDatabase(); });
afterAll(() => made.close());

let secrets = 0;

async function run(args: readonly string[], report?: CheckReport): Promise<{ lines: string[]; error: string; exitCode: number }> {
  const lines: string[] = [];
  let [error, exitCode] = ['', 0];
  const program = new Command();
  const print = (line: string): void => void lines.push(line);
  const platform = addPlatformCommands(program, { withSql: (work) => work(made.database), ids: randomIds, print });
  addRegistrationCommands(platform, {
    withSql: (work) => work(made.database), check: async () => report, clock: systemClock, ids: randomIds, randomText: () => `secret-${secrets += 1}`,
    publicUrl: () => 'https://labs.example', print, setExitCode: (code) => { exitCode = code; },
  });
  for (const command of [program, platform, ...platform.commands]) command.exitOverride().configureOutput({ writeErr: (text) => { error += text; } });
  await program.parseAsync(args, { from: 'user' }).catch(() => { exitCode = 1; });
  return { lines, error, exitCode };
}

describe('invites', () => {
  test('are made, listed and revoked', async () => {
    const { lines } = await run(['platform', 'invite', '--institution', 'Haneul University', '--days', '3']);
    expect(lines[0]).toMatch(/^https:\/\/labs\.example\/lti\/register\/secret-\d+$/);
    const [listed] = (await run(['platform', 'invites'])).lines;
    expect(listed).toMatch(/ {2}Haneul University {2}open$/);
    expect(listed).not.toContain('secret-');
    const id = listed?.split(' ')[0] ?? '';
    expect((await run(['platform', 'revoke', id])).lines).toEqual([`revoked ${id}`]);
    expect((await run(['platform', 'invites'])).lines[0]).toContain('revoked');
    expect((await run(['platform', 'revoke', id])).error).toContain('INVITE_CLOSED');
  });

  test.each(['0', '91', 'a week'])('for %s days are not made', async (days) => {
    const { error, lines } = await run(['platform', 'invite', '--institution', 'Haneul University', '--days', days]);
    expect(error).not.toBe('');
    expect(lines).toEqual([]);
  });
});

describe('a check', () => {
  test('prints what works, what does not and what to do, and fails', async () => {
    const report: CheckReport = { at: new Date(), items: [
      { part: 'line-items', outcome: 'ok', finding: { kind: 'line-items', count: 3 }, detail: '' },
      { part: 'roster', outcome: 'failed', code: 'CHECK_FORBIDDEN', detail: '403' },
      { part: 'clock', outcome: 'failed', code: 'CHECK_CLOCK', finding: { kind: 'clock', seconds: -90 }, detail: '' },
      { part: 'platform-keys', outcome: 'failed', code: 'CHECK_PLATFORM_KEYS', finding: { kind: 'no-answer', url: 'https://lms.example/jwks' }, detail: 'connection refused' },
    ] };
    const { lines, exitCode } = await run(['platform', 'check', 'p'], report);
    expect(lines[0]).toMatch(/^line-items +ok +3 line items on the first page$/);
    expect(lines[1]).toMatch(/^roster +FAILED +403$/);
    expect(lines[2]).toContain('CHECK_FORBIDDEN: The LMS does not grant this service.');
    expect(lines[3]).toMatch(/^clock +FAILED +90 s behind$/);
    expect(lines[5]).toMatch(/^platform-keys +FAILED +https:\/\/lms.example\/jwks: connection refused$/);
    expect(exitCode).toBe(1);
  });

  test('succeeds where nothing fails', async () => {
    expect((await run(['platform', 'check', 'p'], { at: new Date(), items: [{ part: 'clock', outcome: 'ok', detail: '' }] })).exitCode).toBe(0);
  });

  test('of an unknown platform says so', async () => {
    expect((await run(['platform', 'check', 'p'])).error).toContain('PLATFORM_MISSING');
  });
});

describe('what an LMS must be told', () => {
  test('is printed name by name', async () => {
    expect((await run(['platform', 'config'])).lines.join('\n')).toMatch(/login initiation URL +https:\/\/labs\.example\/lti\/login\n/);
  });

  test('is printed as JSON for Canvas', async () => {
    const { lines } = await run(['platform', 'config', '--canvas']);
    expect(JSON.parse(lines.join('\n'))).toMatchObject({ public_jwk_url: 'https://labs.example/lti/keys' });
  });
});
