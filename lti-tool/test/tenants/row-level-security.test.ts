import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestServer } from '@cloudclass/local-postgres';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.ts';
import { migrate } from '../../src/adapters/postgres/migrate.ts';
import { sqlOfInstitution } from '../../src/adapters/postgres/tenant-sql.ts';
import { institutionIdSchema, type InstitutionId } from '../../src/domain/ids.ts';
import { migratedDatabase, type MigratedDatabase } from '../migrated-database.ts';

let made: MigratedDatabase;
let one: InstitutionId;
let other: InstitutionId;

beforeAll(async () => {
  made = await migratedDatabase();
  [one, other] = [institutionIdSchema.parse(randomUUID()), institutionIdSchema.parse(randomUUID())];
  for (const id of [one, other]) await made.database.query('insert into institution (id, slug, name) values ($1::uuid, $1::text, $1::text)', [id]);
});
afterAll(() => made.close());

const names = async (text: string): Promise<string[]> => (await made.database.query<{ name: string }>(text)).map(({ name }) => name);
const OURS = `n.nspname in ('public', 'billing')`;

describe('the schema', () => {
  test('isolates every table that names an institution', async () => {
    const open = await names(
      `select n.nspname || '.' || c.relname as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'institution_id' and not a.attisdropped
       where ${OURS} and c.relkind in ('r', 'p') and not (c.relrowsecurity and exists (
         select from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname and p.roles = '{cloudclass_tenant}' and p.cmd = 'ALL' and p.permissive = 'PERMISSIVE'
           and p.qual = p.with_check
           and p.qual ~ '^\\(institution_id = \\( SELECT current_institution\\(\\) AS current_institution\\)\\)$|FROM lab'))`,
    );
    // what is printed is what the migration that adds the table has to say, with the rights that pages need
    expect(open.map((table) => `select isolate_tenant('${table}', 'select')`)).toEqual([]);
  });

  test('gives pages no table without such a rule but the catalogue, the packs, and a place to set stray records aside', async () => {
    const granted = await names(
      `select g.table_schema || '.' || g.table_name || ': ' || string_agg(lower(g.privilege_type), ', ' order by g.privilege_type) as name
       from information_schema.role_table_grants g join pg_namespace n on n.nspname = g.table_schema join pg_class c on c.relnamespace = n.oid and c.relname = g.table_name
       where g.grantee in ('cloudclass_tenant', 'PUBLIC') and g.table_schema not in ('pg_catalog', 'information_schema') and not c.relrowsecurity and c.relkind <> 'v'
       group by g.table_schema, g.table_name order by 1`,
    );
    expect(granted).toEqual(['billing.price_version: select', 'billing.product: select', 'public.pack_version: select', 'public.stray_record: insert']);
  });

  test('has one rule for each table, and nobody else has one', async () => {
    expect(await names(`select tablename as name from pg_policies group by schemaname, tablename having count(*) <> 1 or min(policyname) <> 'tenant'`)).toEqual([]);
  });

  // alter view … set (security_invoker = true)
  test('has no view that reads as its owner', async () => {
    expect(await names(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS} and c.relkind in ('v', 'm') and not coalesce(c.reloptions @> '{security_invoker=true}', false)`)).toEqual([]);
  });

  test('has one function that acts as its owner: the one that queues jobs', async () => {
    expect(await names(`select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${OURS} and p.prosecdef`)).toEqual(['enqueue_job']);
  });

  test('lets the role neither sign in nor pass over a rule', async () => {
    expect(await names(`select rolname as name from pg_roles where rolname = 'cloudclass_tenant' and not rolcanlogin and not rolbypassrls and not rolsuper and not rolcreaterole`)).toEqual(['cloudclass_tenant']);
  });
});

describe('the Sql of an institution', () => {
  const seenBy = async (id: InstitutionId): Promise<string[]> => (await made.database.forInstitution(id).query<{ id: string }>('select id from institution')).map((row) => row.id);

  test('sees that institution', async () => {
    expect([await seenBy(one), await seenBy(other)]).toEqual([[one], [other]]);
  });

  test('is its own, however many ask at once on few connections', async () => {
    const asked = Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? one : other));
    expect(await Promise.all(asked.map(seenBy))).toEqual(asked.map((id) => [id]));
  });

  test('takes nothing for an institution that is no id', () => {
    // the type would not let it through
    expect(() => made.database.forInstitution(`${one}'; reset role; --` as InstitutionId)).toThrow('Invalid UUID');
  });

  test.each([
    ['select 1/0', 'division by zero'],
    ['select nothing', 'does not exist'],
    ['insert into institution (id, slug, name) values (gen_random_uuid(), $$x$$, $$x$$)', 'permission denied'],
    ['this is no SQL', 'syntax error'],
  ])('says what went wrong with "%s", and the next one has a connection as new', async (text, problem) => {
    const few = openDatabase({ url: made.url, maxConnections: 1 });
    try {
      await expect(few.forInstitution(one).query(text)).rejects.toThrow(problem);
      await expect(few.forInstitution(one).transaction((tx) => tx.query(text))).rejects.toThrow(problem);
      expect(await few.forInstitution(other).query(`select id, pg_current_xact_id_if_assigned() as open from institution`)).toEqual([{ id: other, open: null }]);
    } finally {
      await few.close();
    }
  });

  test('keeps nothing of a transaction that failed, and all of one that did not', async () => {
    const sql = made.database.forInstitution(one);
    const note = `insert into audit_log (id, institution_id, actor, action) values (gen_random_uuid(), '${one}', $1, 'tried')`;
    await expect(sql.transaction(async (tx) => { await tx.query(note, ['gone']); throw new Error('stopped'); })).rejects.toThrow('stopped');
    await sql.transaction(async (tx) => { await tx.query(note, ['kept']); });
    await expect(sql.query(`${note} returning 1/0`, ['gone'])).rejects.toThrow('division by zero');
    expect(await sql.query('select actor from audit_log')).toEqual([{ actor: 'kept' }]);
  });

  test('gives back a connection that was cancelled, or broken, as new', async () => {
    const few = openDatabase({ url: made.url, maxConnections: 1, statementTimeoutMilliseconds: 50 });
    try {
      await expect(few.forInstitution(one).query('select pg_sleep(5)')).rejects.toThrow('statement timeout');
      expect(await few.forInstitution(other).query('select id from institution')).toEqual([{ id: other }]);
      await expect(few.forInstitution(one).query('select pg_terminate_backend(pg_backend_pid())')).rejects.toThrow('terminat');
      await expect(few.forInstitution(one).transaction((tx) => tx.query('select pg_terminate_backend(pg_backend_pid())'))).rejects.toThrow('terminat');
      expect(await few.forInstitution(other).query('select id from institution')).toEqual([{ id: other }]);
    } finally {
      await few.close();
    }
  });

  test('leaves no name behind, so a statement on its connection without one sees nothing', async () => {
    const few = openDatabase({ url: made.url, maxConnections: 1 });
    try {
      await few.forInstitution(one).query('select id from institution');
      // a statement that ends the transaction it is in stands outside of any
      const outside = await few.forInstitution(one).transaction(async (tx) => { await tx.query('commit'); return tx.query('select (select count(*)::int from institution) as seen, current_user as role'); });
      expect(outside).toEqual([{ seen: 0, role: 'cloudclass_tenant' }]);
    } finally {
      await few.close();
    }
  });

  test('keeps the options that the connection string has', async () => {
    const url = new URL(made.url);
    url.searchParams.set('options', '-c role=postgres -c work_mem=5MB');
    const database = openDatabase({ url: url.href, maxConnections: 1 });
    try {
      expect(await database.forInstitution(one).query(`select current_user as role, current_setting('work_mem') as memory`)).toEqual([{ role: 'cloudclass_tenant', memory: '5MB' }]);
    } finally {
      await database.close();
    }
  });

  test('is held also where a pooler drops what a connection begins with, and leaves the connection as it was', async () => {
    const pool = new pg.Pool({ connectionString: made.url, max: 1, pipeline: true });
    try {
      expect(await sqlOfInstitution(pool, one).query('select id, current_user as role from institution')).toEqual([{ id: one, role: 'cloudclass_tenant' }]);
      const { rows } = await pool.query(`select current_user = session_user as own, current_setting('cloudclass.institution', true) as name`);
      expect(rows).toEqual([{ own: true, name: '' }]);
    } finally {
      await pool.end();
    }
  });

  test("finds a learner's timeline by its index, which serves only what cannot leak", async () => {
    const plan = await made.database.forInstitution(one).transaction(async (tx) => {
      await tx.query('set local enable_seqscan = off');
      return tx.query<{ 'QUERY PLAN': string }>(`explain select event from event_outbox where institution_id = '${one}' and resource_link_id = '${other}' and person_id = '${other}' order by occurred_at desc, seq desc limit 300`);
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('event_outbox_learner');
  });
});

describe('on a server that has never seen it, the role', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>;
  let admin: Database;
  beforeAll(async () => {
    server = await startTestServer();
    admin = openDatabase({ url: server.url, maxConnections: 1 });
  });
  afterAll(async () => {
    await admin.close();
    await server.close();
  });

  /** A new database of a user's. */
  async function databaseOf(user: string, name: string): Promise<Database> {
    await admin.query(`create database ${name} owner ${user}`);
    const url = new URL(server.url);
    Object.assign(url, { username: user, password: 'x', pathname: name });
    return openDatabase({ url: url.href, maxConnections: 2 });
  }

  /** What an institution of two sees of both. */
  async function seenIn(database: Database): Promise<object[]> {
    for (const [id, slug] of [[one, 'one'], [other, 'other']]) await database.query('insert into institution (id, slug, name) values ($1, $2, $2)', [id, slug]);
    return database.forInstitution(one).query('select slug from institution');
  }

  test('is asked of an administrator where the user may not make it, and taken when it is granted', async () => {
    await admin.query(`create role plain login password 'x'`);
    const database = await databaseOf('plain', 'first');
    try {
      await expect(migrate(database)).rejects.toMatchObject({ code: 'DATABASE_ROLE_MISSING', detail: expect.stringContaining('"create role cloudclass_tenant nologin; grant cloudclass_tenant to plain"') });
      await admin.query('create role cloudclass_tenant nologin; grant cloudclass_tenant to plain');
      await migrate(database);
      expect(await seenIn(database)).toEqual([{ slug: 'one' }]);
    } finally {
      await database.close();
      await admin.query('drop database first');
      await admin.query('drop role cloudclass_tenant');
    }
  });

  test('is made by a user who may, also for two databases at the same moment', async () => {
    await admin.query(`create role maker login createrole password 'x'`);
    const databases = [await databaseOf('maker', 'second'), await databaseOf('maker', 'third')];
    try {
      await Promise.all(databases.map((database) => migrate(database)));
      expect(await Promise.all(databases.map(seenIn))).toEqual([[{ slug: 'one' }], [{ slug: 'one' }]]);
    } finally {
      await Promise.all(databases.map((database) => database.close()));
      // waits until nobody is connected any more
      for (const name of ['second', 'third']) await admin.query(`drop database ${name}`);
    }
  });
});
