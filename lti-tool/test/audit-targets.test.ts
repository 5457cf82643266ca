import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import { noteAct } from '../src/features/audit/audit.ts';
import type { Session } from '../src/features/identity/session.ts';
import { institutionIdSchema } from '../src/domain/ids.ts';
import { createManagerPages } from '../src/pages/manager-pages.ts';
import type { PageDeps } from '../src/pages/page-deps.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

let made: MigratedDatabase;
const ours = institutionIdSchema.parse(randomUUID());
const theirs = institutionIdSchema.parse(randomUUID());
const [person, unnamed, stranger, course, link, platform, site, lake] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  made = await migratedDatabase();
  const run = (text: string, values: unknown[]) => made.database.query(text, values);
  await run(`insert into institution (id, slug, name) values ($1, 'ours', 'Haneul University'), ($2, 'theirs', 'Elsewhere')`, [ours, theirs]);
  await run(`insert into platform (id, institution_id, issuer, client_id, authorization_url, token_url, jwks_url) values ($1, $2, 'https://lms.example', 'c', 'a', 't', 'j')`, [platform, ours]);
  await run(`insert into person (id, institution_id, subject, name) values ($1, $4, '1', '김민준'), ($2, $4, '2', null), ($3, $5, '3', 'A stranger')`, [person, unnamed, stranger, ours, theirs]);
  await run(`insert into course (id, institution_id, platform_id, deployment_id, lti_context_id, title) values ($1, $2, $3, '1', 'c', 'Cloud computing')`, [course, ours, platform]);
  await run(`insert into resource_link (id, institution_id, course_id, lti_resource_link_id, title) values ($1, $2, $3, 'r', 'Host a site')`, [link, ours, course]);
  const publish = (pack: string, title: object) => run(`insert into pack_version (pack_id, version, digest, pack) values ($1, '1.0.0', $1, $2)`, [pack, JSON.stringify({ manifest: { steps: [{ id: 'create-bucket', title }, { id: 'other', title: { ko: '다른 것', en: 'Another' } }] } })]);
  await publish('site', { ko: '버킷 만들기', en: 'Create a bucket' });
  await publish('lake', { ko: '데이터 버킷 만들기', en: 'Create the data bucket' });
  const opened = (id: string, title: string, pack: string) => run(`insert into resource_link (id, institution_id, course_id, lti_resource_link_id, title, pack_id, pack_version) values ($1, $2, $3, $4, $4, $5, '1.0.0')`, [id, ours, course, title, pack]);
  await opened(site, 'Site', 'site');
  await opened(lake, 'Lake', 'lake');
  const changed = (activity: string, who: string) => run(`insert into step_override (resource_link_id, person_id, step_id, institution_id, passed, reason, by_person_id, at) values ($1, $2, 'create-bucket', $3, true, 'r', $2, now())`, [activity, who, ours]);
  await changed(site, person);
  await changed(site, unnamed);
  await changed(lake, unnamed);
});
afterAll(() => made.close());

test.each([
  ['the person whose step was changed', `${person} create-bucket`, '김민준'],
  ['the person who was granted credit', person, '김민준'],
  ['the activity that was set', link, 'Host a site'],
  ['the course whose grades were sent again', course, 'Cloud computing'],
  ['the institution whose budget was set', ours, 'Haneul University'],
  ['the LMS that was registered', platform, 'https://lms.example'],
  ['nobody, where the course site gives no name', unnamed, null],
  ['nobody of another institution', stranger, null],
  ['nothing, where the target is no id', 'lab-standard', null],
])('the audit log names %s, and keeps ids alone', async (_who, target, targetName) => {
  await noted(target);
  expect(await managerOf(ours).auditLog(session, {})).toMatchObject([{ target, targetName }]);
  expect(await made.database.query('select target from audit_log')).toEqual([{ target }]);
});

test.each([
  ['the step that was changed by the title its lab gives it', `${person} create-bucket`, { ko: '버킷 만들기', en: 'Create a bucket' }],
  ['a step by its id, where two labs give it different titles', `${unnamed} create-bucket`, { ko: 'create-bucket', en: 'create-bucket' }],
  ['a step by its id, where its lab is not known any more', `${stranger} create-bucket`, { ko: 'create-bucket', en: 'create-bucket' }],
  ['no step, where none was changed', person, null],
])('the audit log names %s', async (_what, target, targetStep) => {
  await noted(target);
  expect(await managerOf(ours).auditLog(session, {})).toMatchObject([{ target, targetStep }]);
});

// of a page's deps these use the database alone
const managerOf = (institutionId: typeof ours) => createManagerPages({ sql: made.database.forInstitution(institutionId) } as unknown as PageDeps);
const session = { kind: 'staff', actors: ['manager'], institutionId: ours, staff: { subject: 's', name: null, email: null } } as unknown as Session;

async function noted(target: string): Promise<void> {
  await made.database.query('delete from audit_log');
  await noteAct({ clock: systemClock, ids: randomIds }, made.database, { institutionId: ours, actor: 'Oh Su-bin', action: 'thing.done', target, detail: null });
}
