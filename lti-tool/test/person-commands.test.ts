import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { addPersonCommands } from '../src/cli/person-commands.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

const MINJUN = '11111111-1111-4111-8111-111111111111';
const NAMELESS = '22222222-2222-4222-8222-222222222222';

let made: MigratedDatabase;
beforeAll(async () => {
  made = await migratedDatabase();
  const sql = made.database;
  await addPlatform({ sql, ids: randomIds }, { institution: '하늘대학교', institutionSlug: 'haneul', issuer: 'https://lms.example', clientId: 'c', deploymentIds: ['1'], authorizationUrl: 'https://lms.example/a', tokenUrl: 'https://lms.example/t', jwksUrl: 'https://lms.example/k' });
  await sql.query(
    `insert into person (id, institution_id, platform_id, subject, name, email)
     select v.id::uuid, i.id, p.id, v.subject, v.name, v.email from institution i join platform p on p.institution_id = i.id
       cross join (values ($1, '1001', '김민준', 'minjun@haneul.example'), ($2, '1002', null, null)) v (id, subject, name, email)`,
    [MINJUN, NAMELESS],
  );
});
afterAll(() => made.close());

async function run(...args: string[]): Promise<{ lines: string[]; error: string }> {
  const lines: string[] = [];
  let error = '';
  const program = new Command();
  addPersonCommands(program, { withSql: (work) => work(made.database), clock: systemClock, ids: randomIds, print: (line) => void lines.push(line) });
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) command.exitOverride().configureOutput({ writeErr: (text) => { error += text; } });
  await program.parseAsync(args, { from: 'user' }).catch(() => {});
  return { lines, error };
}

test('find shows who it is, and where', async () => {
  expect((await run('person', 'find', '민준')).lines).toEqual([`${MINJUN}  김민준  minjun@haneul.example  하늘대학교  1001 at https://lms.example`]);
  expect((await run('person', 'find', '1002', '--institution', 'haneul')).lines).toEqual([`${NAMELESS}  (no name)  (no e-mail)  하늘대학교  1002 at https://lms.example`]);
  expect((await run('person', 'find', 'nobody of this name')).lines).toEqual(['nobody']);
});

test('copy prints JSON that begins with who it is', async () => {
  const { lines } = await run('person', 'copy', MINJUN);
  expect(JSON.parse(lines.join('\n'))).toMatchObject({ person: { id: MINJUN, name: '김민준' }, kept: { person: [{ email: 'minjun@haneul.example' }], help_message: [] } });
});

test('erase says what became of what, once', async () => {
  expect((await run('person', 'erase', NAMELESS)).lines).toEqual(['person: 1 erased']);
  expect((await run('person', 'erase', NAMELESS)).lines).toEqual(['erased already']);
});

test('erase keeps the reason that is given in the audit log, and takes no other text for one', async () => {
  expect((await run('person', 'erase', MINJUN, '--reason', 'because of Minjun')).error).toContain('Allowed choices are requested, not-needed, mistaken');
  await run('person', 'erase', MINJUN, '--reason', 'not-needed');
  expect(await made.database.query('select action, detail from audit_log where target = $1 order by at desc limit 1', [MINJUN])).toEqual([{ action: 'person.erased', detail: 'not-needed' }]);
});

test('find says when there are more people than it shows', async () => {
  await made.database.query(`insert into person (id, institution_id, platform_id, subject, name) select gen_random_uuid(), institution_id, platform_id, 'many-' || n, 'Many ' || n from person, generate_series(1, 51) n where id = $1`, [NAMELESS]);
  const { lines } = await run('person', 'find', 'many');
  expect([lines.length, lines.at(-1)]).toEqual([51, 'more than 50: look for more of the name, or for the whole e-mail']);
});

test('whoever is not there is named with a code', async () => {
  for (const command of ['copy', 'erase']) expect((await run('person', command, 'nobody')).error).toMatch(/^PERSON_UNKNOWN: .*\nnobody/);
});
