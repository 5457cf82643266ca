import { usageSums } from '@cloudclass/billing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PersonId } from '../src/domain/ids.ts';
import { keptKinds, keptOfPerson } from '../src/features/personal-data/kept-of-person.ts';
import { findPeople } from '../src/features/personal-data/people.ts';
import { forgetOldRecords } from '../src/features/personal-data/old-records.ts';
import { one } from '../src/ports/sql.ts';
import { copyOfPerson, erasePerson } from '../src/use-cases/personal-data.ts';
import { later } from './lab-world.ts';
import { ask, launchAs } from './tenants/browser-session.ts';
import { startTwoInstitutions, type Tenant, type TwoInstitutions } from './tenants/two-institutions.ts';

const BY = 'the test';
/** What nothing in the database may hold any more; each stands where only a learner's data stands. */
const PRIVATE = { name: '김비밀 Kim Bi-mil', email: 'secret@haneul.example', subject: 'lms-id-of-hers', words: 'my own words', address: '203.0.113.77' };

let two: TwoInstitutions;
let learner: PersonId;

beforeAll(async () => {
  two = await startTwoInstitutions();
  learner = two.victim.ids.learner as PersonId; // the world speaks of ids as texts
  const { sql } = two.services;
  await sql.query('update person set name = $2, email = $3, subject = $4 where id = $1', [learner, PRIVATE.name, PRIVATE.email, PRIVATE.subject]);
  await sql.query('update help_message set text = $2 where author_id = $1', [learner, PRIVATE.words]);
  await sql.query(`update activity_record set record = jsonb_set(record, '{sourceIPAddress}', to_jsonb($2::text)) where lab_id = $1`, [two.victim.ids.lab, PRIVATE.address]);
}, 60_000);
afterAll(() => two.close());

/** By whoever serves every institution. */
const named = (id: string) => ({ id, institutionId: null });

/** The tables of the database in which a text stands anywhere. */
async function tablesWith(text: string): Promise<string[]> {
  const { sql } = two.services;
  const tables = await sql.query<{ name: string }>(`select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema in ('public', 'billing') and table_type = 'BASE TABLE'`);
  const holding: string[] = [];
  for (const { name } of tables) if ((await sql.query(`select 1 from ${name} t where position($1 in t::text) > 0 limit 1`, [text])).length > 0) holding.push(name);
  return holding;
}

const usage = () => usageSums(two.services, { institutionId: two.victim.institutionId, from: new Date(0), to: new Date('2100-01-01') });

async function ends({ ids: { lab } }: Tenant): Promise<void> {
  const now = new Date();
  await two.services.sql.query('update lab set state = $2, ended_at = $3 where id = $1', [lab, JSON.stringify({ status: 'ended', reason: 'learner', since: now.toISOString() }), now]);
}

describe('what is kept of a person', () => {
  test('is every column of the database that refers to people and labs', async () => {
    const columns = await two.services.sql.query<{ name: string }>(
      `select case n.nspname when 'public' then '' else n.nspname || '.' end || t.relname || '.' || a.attname as name
       from pg_class t join pg_namespace n on n.oid = t.relnamespace join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
       where t.relkind = 'r' and n.nspname in ('public', 'billing')
         and (a.attname in ('person_id', 'learner_id') or (a.attname = 'lab_id' and t.relname in (select c.conrelid::regclass::text from pg_constraint c where c.contype = 'f' and c.confrelid = 'lab'::regclass))
              or exists (select from pg_constraint c where c.conrelid = t.oid and c.contype = 'f' and c.confrelid = 'person'::regclass and a.attnum = any (c.conkey)))`,
    );
    const listed = keptOfPerson.filter(({ table }) => table !== 'person' && table !== 'audit_log').map(({ table, column }) => `${table}.${column}`);
    expect(columns.map(({ name }) => name).toSorted()).toEqual(listed.toSorted());
  });

  test('is, where it is deleted, all that a page may delete', async () => {
    const tables = await two.services.sql.query<{ name: string }>(
      `select table_name as name from information_schema.role_table_grants where grantee = 'cloudclass_tenant' and privilege_type = 'DELETE' and table_schema in ('public', 'billing')`,
    );
    const deleted = keptOfPerson.filter(({ erasing }) => erasing.kind === 'delete').map(({ table }) => table);
    expect(tables.map(({ name }) => name).toSorted()).toEqual([...new Set(deleted)].toSorted());
  });

  test('goes, or stays, kind by kind, so that a page can say so of each', () => {
    const fates = new Map<string, Set<string>>();
    for (const { kind, erasing } of keptOfPerson) fates.set(kind, (fates.get(kind) ?? new Set()).add(JSON.stringify(erasing)));
    expect([...fates].filter(([, fate]) => fate.size > 1)).toEqual([]);
    expect([...fates.keys()].toSorted()).toEqual(keptKinds.toSorted());
  });

  test('is found by a part of the name, of the e-mail, and by the whole id of the LMS', async () => {
    for (const text of ['bi-MIL', '김비밀', 'SECRET@', PRIVATE.subject]) expect((await findPeople(two.services.sql, text)).people.map(({ id }) => id)).toEqual([learner]);
    for (const text of ['lms-id', '%', '']) expect((await findPeople(two.services.sql, text, two.intruder.institutionId)).people.map(({ id }) => id)).not.toContain(learner);
  });

  test('is copied whole, without the secrets of a session, and the audit log says so', async () => {
    const copy = await copyOfPerson(two.services, named(learner), BY);
    const text = JSON.stringify(copy);
    for (const word of Object.values(PRIVATE)) expect(text).toContain(word);
    expect(text).not.toContain('secret_hash');
    const empty = Object.entries(copy.kept).filter(([, rows]) => rows.length === 0).map(([table]) => table);
    expect(empty).toEqual(['activity_configuration']);
    expect(await two.services.sql.query('select actor, action from audit_log where target = $1 order by at desc limit 1', [learner])).toEqual([{ actor: BY, action: 'person.copied' }]);
  });

  test('of nobody is nothing', async () => {
    for (const id of ['not-an-id', two.victim.ids.course]) await expect(copyOfPerson(two.services, named(id), BY)).rejects.toMatchObject({ code: 'PERSON_UNKNOWN' });
  });
});

// one person's story, in order
describe('a person is erased', () => {
  let billed: unknown[] = [];
  const erasure = () => ({ ...named(learner), by: BY, reason: null, typed: null });

  test('not while a lab of theirs runs', async () => {
    await expect(erasePerson(two.services, erasure())).rejects.toMatchObject({ code: 'PERSON_AT_WORK' });
    expect(await tablesWith(PRIVATE.name)).toEqual(['public.person']);
  });

  test('with their name, their words and the records of what they did', async () => {
    const { sql } = two.services;
    await ends(two.victim);
    billed = await usage();
    const parts = await erasePerson(two.services, erasure());
    expect(parts.filter(({ erasing }) => erasing.kind !== 'keep').map(({ table }) => table)).toEqual(expect.arrayContaining(['person', 'activity_record', 'help_message', 'grade', 'enrolment', 'session']));
    for (const word of Object.values(PRIVATE)) expect(await tablesWith(word)).toEqual([]);
    expect(await sql.query('select action from audit_log where target = $1 order by at desc limit 1', [learner])).toEqual([{ action: 'person.erased' }]);
  });

  test('while what is billed stays what it was', async () => {
    expect(billed).not.toEqual([]);
    expect(await usage()).toEqual(billed);
  });

  test('while what others did stays', async () => {
    const { sql } = two.services;
    const left = await sql.query<{ lab_id: string }>('select distinct lab_id from activity_record');
    expect(left.map(({ lab_id: lab }) => lab)).toEqual([two.intruder.ids.lab]);
  });

  test('while the pages of the class and of the manager go on', async () => {
    for (const [session, query] of [[two.victim.instructor, '{ classBoard { rows { learner { name } } } }'], [two.victim.administrator, '{ usageRows { learner { name } } }']] as const) {
      expect(await ask(two.url, session, query)).not.toHaveProperty('errors');
    }
  });

  test('and is signed out', async () => {
    expect(await ask(two.url, two.victim.learner, '{ viewer { name } }')).toMatchObject({ errors: [{ extensions: { code: 'NOT_SIGNED_IN' } }] });
  });

  test('once: the second time there is nothing to do', async () => {
    expect(await erasePerson(two.services, erasure())).toEqual([]);
    expect((await findPeople(two.services.sql, learner)).people).toEqual([]);
  });

  test('and comes again by a launch as somebody new', async () => {
    await launchAs(two.victim.lmsUrl, '1001');
    const [found] = (await findPeople(two.services.sql, '1001', two.victim.institutionId)).people;
    expect(found).toMatchObject({ subject: '1001' });
    expect(found?.id).not.toBe(learner);
  });
});

// one institution's story, in order
describe('records of single acts', () => {
  const YEAR_MINUTES = 365 * 24 * 60;
  const left = (table: string) => one<{ count: number }>(two.services.sql, `select count(*)::int as count from ${table} where institution_id = $1`, [two.intruder.institutionId]);
  const forget = () => forgetOldRecords(later(two.services, YEAR_MINUTES), 364);

  test('are kept as long as the operator says', async () => {
    const [records, events] = [await left('activity_record'), await left('event_outbox')];
    expect(await forgetOldRecords(later(two.services, YEAR_MINUTES), 366)).toBe(0);
    expect([await left('activity_record'), await left('event_outbox')]).toEqual([records, events]);
  });

  test('of a lab that runs are kept, and so is what is not on the stream yet', async () => {
    const { sql } = two.services;
    const records = await left('activity_record');
    await sql.query('update event_outbox set published_at = case when seq = (select max(seq) from event_outbox) then null else now() end');
    expect(await forget()).toBeGreaterThan(0);
    expect(await left('activity_record')).toEqual(records);
    expect(await one(sql, 'select count(*)::int as count from event_outbox')).toEqual({ count: 1 });
  });

  test('of a lab that is over are forgotten, and its verdicts stay', async () => {
    const verdicts = await left('step_verdict');
    await ends(two.intruder);
    expect(await forget()).toBeGreaterThan(0);
    expect([await left('activity_record'), await left('step_verdict')]).toEqual([{ count: 0 }, verdicts]);
  });
});
