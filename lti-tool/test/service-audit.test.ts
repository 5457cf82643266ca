import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noteAct } from '../src/features/audit/audit.ts';
import { mustAsk, signInAs, type BrowserSession } from './tenants/browser-session.ts';
import { startTwoInstitutions, type TwoInstitutions } from './tenants/two-institutions.ts';

interface Entry {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string | null;
  readonly detail: string | null;
}

let two: TwoInstitutions;
let operator: BrowserSession;

beforeAll(async () => {
  two = await startTwoInstitutions();
  operator = await signInAs(two.url, 'ryu-minho');
  await two.services.sql.query('delete from audit_log where institution_id is null');
  for (const [at, actor, action, target] of [[1, 'cloudclass keys', 'key.rotated', 'key-1'], [2, 'sales@cloudclass.example', 'price.published', 'lab-standard'], [3, 'cloudclass keys', 'key.resealed', null]] as const) {
    const clock = { now: () => new Date(Date.UTC(2026, 0, at)) };
    await noteAct({ ...two.services, clock }, two.services.sql, { institutionId: null, actor, action, target, detail: null });
  }
}, 60_000);
afterAll(() => two.close());

const QUESTION = '($actor: String, $action: String, $before: DateTime) { entries: LOG(actor: $actor, action: $action, before: $before) { at actor action target detail } }';
const log = async (session: BrowserSession, name: string, filter: Readonly<Record<string, string>> = {}): Promise<Entry[]> =>
  (await mustAsk(two.url, session, `query ${QUESTION.replace('LOG', name)}`, filter)).entries as Entry[]; // the schema says so
const actions = async (filter: Readonly<Record<string, string>> = {}) => (await log(operator, 'serviceAuditLog', filter)).map(({ action }) => action);

describe("the operator's audit log", () => {
  test('has the acts that concern the whole service, newest first, and none of an institution', async () => {
    expect(await actions()).toEqual(['key.resealed', 'price.published', 'key.rotated']);
  });

  test('is looked through by who, by what, and page by page', async () => {
    expect(await actions({ actor: 'SALES@' })).toEqual(['price.published']);
    expect(await actions({ action: 'key.rotated' })).toEqual(['key.rotated']);
    expect(await actions({ before: '2026-01-02T00:00:00.000Z' })).toEqual(['key.rotated']);
  });

  test("stands in no institution's log", async () => {
    const own = (await log(await signInAs(two.url, 'oh-subin'), 'auditLog')).map(({ action }) => action);
    expect(own).not.toEqual([]);
    expect(own.filter((action) => ['key.resealed', 'price.published', 'key.rotated'].includes(action))).toEqual([]);
  });
});
