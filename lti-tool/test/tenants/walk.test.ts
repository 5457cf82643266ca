import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, signInAs, type Answer, type BrowserSession } from './browser-session.ts';
import { asking, fields, ours, type Asking } from './fields.ts';
import { allFields, operationFor } from './operations.ts';
import { routes, routesOf } from './routes.ts';
import { rowsOf, tenantTables } from './tables.ts';
import { SECRET, startTwoInstitutions, type Tenant, type TwoInstitutions } from './two-institutions.ts';

let two: TwoInstitutions;
let sessions: Readonly<Record<Asking, BrowserSession>>;
/** What only the victim's rows hold: its ids, and the word that stands in its names. */
let marks: ReadonlySet<string>;
/** The victim's rows as they were before anybody tried. */
let before: Awaited<ReturnType<typeof victimRows>>;

beforeAll(async () => {
  two = await startTwoInstitutions();
  const { observer, learner, instructor, administrator, chooser } = two.intruder;
  sessions = { observer, learner, instructor, administrator, chooser, manager: await signInAs(two.url, 'oh-subin'), sales: await signInAs(two.url, 'jung-haneul'), operator: await signInAs(two.url, 'ryu-minho') };
  const shared = await idsIn(two.intruder.institutionId);
  marks = new Set([SECRET, two.victim.ids.account, ...[...(await idsIn(two.victim.institutionId))].filter((id) => !shared.has(id))]);
  before = await victimRows();
}, 60_000);
afterAll(() => two.close());

async function idsIn(institutionId: string): Promise<Set<string>> {
  const rows = Object.values(await rowsOf(two.services.sql, institutionId));
  return new Set(rows.flat().flatMap((row) => row.match(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g) ?? []));
}

/** What of the victim stands in a text. */
const leaksIn = (text: string): string[] => [...marks].filter((mark) => text.includes(mark));
const victimRows = () => rowsOf(two.services.sql, two.victim.institutionId);
const refusal = (error: Error): string => error.message;
/** `answered`, or the code of the first error. */
const outcomeOf = ({ errors }: Answer): string => (errors === undefined ? 'answered' : (errors[0]?.extensions?.code ?? 'no code'));

test('both institutions have rows in every table (what no flow makes, whatNoFlowMakes does)', async () => {
  const others = await rowsOf(two.services.sql, two.intruder.institutionId);
  const tables = (await tenantTables(two.services.sql)).map(({ name }) => name);
  expect(tables.filter((name) => before[name]?.length === 0 || others[name]?.length === 0)).toEqual([]);
});

describe('through the Sql of an institution', () => {
  test('every table shows its own rows and no others, without any condition', async () => {
    const { services, intruder } = two;
    const sql = services.database.forInstitution(intruder.institutionId);
    const all = await rowsOf(services.sql, intruder.institutionId);
    for (const { name } of await tenantTables(services.sql)) {
      const seen = await sql.query<{ row: string }>(`select t::text as row from ${name} t order by 1`).then((rows) => rows.map(({ row }) => row), refusal);
      const [right] = await services.sql.query<{ reads: boolean }>(`select has_table_privilege('cloudclass_tenant', $1, 'select') as reads`, [name]);
      expect([name, seen]).toEqual([name, right?.reads === true ? all[name] : `permission denied for table ${name.replace(/^.*\./, '')}`]);
    }
  });

  test('no row of another institution can be changed, moved or made', async () => {
    const { services, intruder, victim } = two;
    const sql = services.database.forInstitution(intruder.institutionId);
    const all = await rowsOf(services.sql, intruder.institutionId);
    // what it reaches is counted and taken back
    const reach = (statement: string): Promise<string> => sql.transaction(async (tx) => { throw new Error(`${(await tx.query(`${statement} returning 1`)).length} rows`); }).catch(refusal);
    for (const { name } of await tenantTables(services.sql)) {
      const [column] = await services.sql.query<{ name: string }>(`select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attname <> 'institution_id', attnum limit 1`, [name]);
      const tries = [`update ${name} set ${column?.name} = ${column?.name}`, `delete from ${name}`, `update ${name} set ${column?.name} = '${victim.institutionId}'`];
      const own = expect.stringMatching(new RegExp(`^${all[name]?.length} rows$|^permission denied|foreign key constraint`));
      expect([name, ...(await Promise.all(tries.map(reach)))]).toEqual([name, own, own, expect.stringMatching(/^permission denied|row-level security/)]);
    }
    await expect(sql.query('insert into audit_log (id, institution_id, actor, action) values (gen_random_uuid(), $1, $2, $2)', [victim.institutionId, 'x'])).rejects.toThrow('row-level security');
    await expect(sql.query('insert into audit_log (id, actor, action) values (gen_random_uuid(), $1, $1)', ['x'])).rejects.toThrow('row-level security');
    expect(await victimRows()).toEqual(before);
  });

  test('no job of another institution can be queued, and the queue cannot be read', async () => {
    const sql = two.services.database.forInstitution(two.intruder.institutionId);
    const event = (institutionId: string) => JSON.stringify({ id: 'x', place: { institutionId } });
    await expect(sql.query(`select enqueue_job('end-lab', $1::json, null, 0)`, [event(two.victim.institutionId)])).rejects.toThrow('for another institution');
    await expect(sql.query('select * from graphile_worker.jobs')).rejects.toThrow('permission denied');
  });
});

describe('a session', () => {
  const query = '{ viewer { id } }';

  test("of another institution is not opened by one's own secret", async () => {
    const cookie = sessions.manager.headers.cookie ?? '';
    const secret = /=(.+)$/.exec(cookie)?.[1];
    const { id, headers } = two.victim.learner;
    const tries = [sessions.manager.headers, { ...headers, cookie: `cc_s_${id}=${secret}` }, { ...headers, cookie: '', authorization: `Bearer ${secret}` }, { ...headers, cookie }];
    const answers = await Promise.all(tries.map((tried) => ask(two.url, { id, headers: tried }, query)));
    expect(answers.map(outcomeOf)).toEqual(['answered', 'NOT_SIGNED_IN', 'NOT_SIGNED_IN', 'NOT_SIGNED_IN']);
  });
});

describe('over HTTP', () => {
  test('every route is in the table of routes, and no other', () => {
    expect(Object.keys(routes).toSorted()).toEqual([...new Set([...routesOf(two.app.router), ...routesOf(two.pages)])].toSorted());
  });

  test.each(Object.entries(routes))('%s gives nothing of another institution away, and changes nothing there', async (_route, request) => {
    for (const session of [undefined, ...Object.values(sessions)]) {
      const { path, status, ...init } = request(two.victim);
      const response = await fetch(`${two.url}${path}`, { redirect: 'manual', ...init, headers: { ...init.headers, ...session?.headers } });
      expect([response.status, leaksIn(await response.text()), leaksIn(JSON.stringify([...response.headers]))]).toEqual([status, [], []]);
    }
    expect(await victimRows()).toEqual(before);
  });
});

test('every field of the schema is in the table of fields, and no other', () => {
  expect(Object.keys(fields).toSorted()).toEqual(allFields().toSorted());
});

/** Answers that say a page stumbled rather than refused, or that the request was no try at all. */
const notATry = ['INTERNAL', 'INTERNAL_SERVER_ERROR', 'DATABASE_UNAVAILABLE', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'BAD_USER_INPUT', 'no code'];

// in the order of the table: signing out comes last
describe.each(Object.entries(fields))('%s', (called, { may, with: argumentsFor }) => {
  const callsWith = (...named: Tenant['ids'][]) => {
    const variables = named.flatMap(argumentsFor);
    const different = new Map(variables.map((each) => [JSON.stringify(each), each]));
    return [...different.values()].map((each) => ({ operation: operationFor(called, Object.keys(each)), variables: each }));
  };

  test('refuses whoever has no session, or not the right', async () => {
    const refused = [undefined, ...asking.filter((who) => !may.includes(who))];
    for (const { operation, variables } of callsWith(two.victim.ids)) {
      const answers = await Promise.all(refused.map((who) => ask(two.url, who && sessions[who], operation, variables)));
      expect(answers.map((answer, at) => [refused[at], outcomeOf(answer), leaksIn(JSON.stringify(answer))])).toEqual(refused.map((who) => [who, who === undefined ? 'SESSION_HEADER_MISSING' : 'FORBIDDEN', []]));
    }
  });

  test("gives nothing of another institution away, and changes nothing there, by its ids or one's own", async () => {
    for (const who of may.filter((one) => !ours.includes(one))) for (const { operation, variables } of callsWith(two.victim.ids, two.intruder.ids)) {
      const answer = await ask(two.url, sessions[who], operation, variables);
      expect([who, variables, leaksIn(JSON.stringify(answer))]).toEqual([who, variables, []]);
      expect(notATry).not.toContain(outcomeOf(answer));
    }
    expect(await victimRows()).toEqual(before);
  });
});

const served = Object.entries(fields).flatMap(([called, { may }]) => may.filter((who) => ours.includes(who)).map((who) => [who, called] as const));

test.each(served)('the page of %s is answered for every institution: %s', async (who, called) => {
  for (const variables of fields[called]?.with(two.victim.ids) ?? []) {
    expect([...notATry, 'FORBIDDEN']).not.toContain(outcomeOf(await ask(two.url, sessions[who], operationFor(called, Object.keys(variables)), variables)));
  }
});
