import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { createContract, createProduct, publishPrice } from '@cloudclass/billing';
import { startLocalIdp } from '@cloudclass/local-idp';
import { startLocalLms } from '@cloudclass/local-lms';
import { awsAccountIdSchema } from '@cloudclass/plugin-contract';
import express, { type Express, type Router } from 'express';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { pageRoutes } from '../../src/adapters/http/page-routes.ts';
import { startActivity } from '../../src/composition/activity.ts';
import { startJobs } from '../../src/composition/jobs.ts';
import { createServices, type Services } from '../../src/composition/services.ts';
import { createWeb } from '../../src/composition/web.ts';
import { parseConfig } from '../../src/config.ts';
import { addPlatform } from '../../src/features/identity/platform-registry.ts';
import { findLab } from '../../src/features/labs/lab-store.ts';
import { institutionIdSchema, labIdSchema, type InstitutionId } from '../../src/domain/ids.ts';
import { createChangeHub } from '../../src/pages/change-notices.ts';
import { one } from '../../src/ports/sql.ts';
import { meterLab } from '../../src/use-cases/meter-lab.ts';
import { ACTIVITY_STREAM, later, startLabWorld, until } from '../lab-world.ts';
import { closing, listening } from '../launch-server.ts';
import { launchAs, mustAsk, type BrowserSession } from './browser-session.ts';

/** An institution in which everything has happened that can. */
export interface Tenant {
  readonly institutionId: InstitutionId;
  readonly lmsUrl: string;
  readonly observer: BrowserSession;
  readonly learner: BrowserSession;
  readonly instructor: BrowserSession;
  /** The LMS's administrator: a manager by launch. */
  readonly administrator: BrowserSession;
  /** An instructor who was sent to choose content for the course. */
  readonly chooser: BrowserSession;
  /** Ids that a page of the institution shows or sends. */
  readonly ids: { readonly institution: string; readonly learner: string; readonly course: string; readonly lab: string; readonly account: string; readonly invoice: string; readonly grade: string; readonly usage: string; readonly contract: string };
}

export interface TwoInstitutions {
  readonly url: string;
  readonly app: Express;
  /** The built pages' routes. */
  readonly pages: Router;
  readonly services: Services;
  /** The one whose rows stay its own. Every text of it holds `SECRET`. */
  readonly victim: Tenant;
  readonly intruder: Tenant;
  close(): Promise<void>;
}

/** Stands in every name and text of the victim. */
export const SECRET = 'of-the-other-institution';

const LEARNER = '1001';
const INSTRUCTOR = '1006';
const ADMINISTRATOR = '1008';
const OBSERVER = '1016';
const IDP_SECRET = 'local-secret-local-secret-local-secret';

/**
 * Two institutions of the same shape on one server, each with its LMS. Their people have the same ids there, and did the same: only
 * the tenant tells them apart. When it returns, only the web role runs.
 */
export async function startTwoInstitutions(): Promise<TwoInstitutions> {
  const world = await startLabWorld();
  const folder = mkdtempSync(join(tmpdir(), 'cloudclass-tenants-'));
  const server = createServer();
  const url = await listening(server);
  const idp = await startLocalIdp({ port: 0, clients: [{ clientId: 'cloudclass', clientSecret: IDP_SECRET, redirectUris: [`${url}/staff/callback`] }] });
  // the SDK finds a process's own keys in its environment
  process.env.AWS_ACCESS_KEY_ID = world.aws.managementCredentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = world.aws.managementCredentials.secretAccessKey;
  const config = parseConfig({
    PUBLIC_URL: url, DATABASE_URL: world.made.url, SEALING_KEY: Buffer.alloc(32).toString('base64'), ALLOW_PRIVATE_ADDRESSES: 'true',
    AWS_ENDPOINT_URL: world.aws.url, AWS_REGION: 'us-east-1', AWS_FEDERATION_URL: `${world.aws.url}/federation`, ACTIVITY_STREAM, POOL_SIZE: '2',
    OIDC_ISSUER: idp.issuer, OIDC_CLIENT_ID: 'cloudclass', OIDC_CLIENT_SECRET: IDP_SECRET,
    WAREHOUSE_DIR: folder, PACKS_DIR: join(import.meta.dirname, '../../../course-packs'),
  });
  const services = await createServices(config, pino({ level: 'silent' }));
  const app = await createWeb(services, createChangeHub());
  // a run from the source finds no built pages
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  const pages = pageRoutes(folder);
  // first, since the app answers every address
  server.on('request', express().use(pages).use(app));
  const lmss = await Promise.all([0, 1].map(() => startLocalLms({ port: 0, toolUrl: url, platformStorage: false })));
  const roles = [await startActivity(services), await startJobs(services)];
  await createProduct(services, { code: world.pack.manifest.product, name: { ko: '표준 실습', en: 'Standard lab' }, unit: 'second' });
  await publishPrice(services, { product: world.pack.manifest.product, currency: 'KRW', amount: 600n, perSeconds: 3_600n, startsAt: new Date(0), by: 'test' });
  // the intruder's slug is the one that the identity provider's manager belongs to
  const slugs = ['victim', 'haneul'];
  const [victim, intruder] = await Promise.all(lmss.map((lms, at) => settle({ services, url, lms }, slugs[at] ?? '')));
  await Promise.all(roles.map((role) => role.close()));
  if (victim === undefined || intruder === undefined) throw new Error('two institutions were to be made');
  await nameEverything(services, victim.institutionId);
  return {
    url, app, pages, services, victim, intruder,
    async close() {
      await closing(server);
      await Promise.all([...lmss, idp].map((part) => part.close()));
      await services.close();
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Place {
  readonly services: Services;
  readonly url: string;
  readonly lms: Awaited<ReturnType<typeof startLocalLms>>;
}

/** Everything that happens in an institution, over its LMS and the pages' API. */
async function settle({ services, url, lms }: Place, slug: string): Promise<Tenant> {
  const { deploymentId, ...registration } = lms.registration;
  await addPlatform({ sql: services.sql, ids: services.ids }, { institution: slug, institutionSlug: slug, ...registration, deploymentIds: [deploymentId] });
  const institutionId = institutionIdSchema.parse((await one<{ id: string }>(services.sql, 'select id from institution where slug = $1', [slug])).id);
  const contract = await createContract(services, { institutionId, currency: 'KRW', discountBasisPoints: 0, allowance: 5_000n, startsAt: new Date(0), endsAt: null });
  const [learner, instructor, administrator] = [await launchAs(lms.url, LEARNER), await launchAs(lms.url, INSTRUCTOR), await launchAs(lms.url, ADMINISTRATOR)];
  const observer = await launchAs(lms.url, OBSERVER);
  const chooser = await launchAs(lms.url, INSTRUCTOR, 'add-activity');
  const as = (session: BrowserSession) => (query: string, variables?: Record<string, unknown>) => mustAsk(url, session, query, variables);
  const seat = await one<{ learner: string; course: string }>(services.sql, `select person_id as learner, course_id as course from session where id = $1`, [learner.id]);

  const asLearner = as(learner);
  await asLearner('mutation { startLab { id } }');
  await asLearner('mutation { askForHelp(text: "What is a bucket?") { id } }');
  await asLearner('mutation { revealHint(stepId: "create-bucket") { id } }');
  await asLearner('mutation { recordVideo(events: [{ kind: HEARTBEAT, at: "2026-01-01T00:00:00Z", positionSeconds: 5, watched: [[0, 5]] }]) }');
  await as(administrator)('mutation ($learner: ID!, $course: ID!) { grantCredit(key: "6b1f1c8e-6d0b-4a36-9d57-0f3f9b1f2c11", learnerId: $learner, courseId: $course, amount: "1000", currency: KRW, reason: "more") { id } }', seat);
  const lab = await ranLab(services, institutionId);
  const asInstructor = as(instructor);
  await asInstructor('mutation ($learner: ID!) { dismissAttention(learnerId: $learner) { activityTitle } }', seat);
  await asInstructor('mutation ($learner: ID!) { overrideStep(learnerId: $learner, stepId: "upload-index", passed: true, reason: "seen in class") { activityTitle } }', seat);
  await until('the grade has an answer', async () => (await services.sql.query(`select 1 from grade where institution_id = $1 and status = 'sent'`, [institutionId])).length > 0);
  await asInstructor('mutation ($learner: ID!) { answerHelp(learnerId: $learner, text: "A place for objects") { activityTitle } }', seat);
  await asLearner('mutation { newWindow { url } }');
  for (const minutes of [5, 10]) await meterLab(later(services, minutes), lab.id);
  const { draftInvoice: invoice } = await as(administrator)('mutation { draftInvoice(key: "5e1c6f0e-64d2-4a53-8a11-0d7c1f2f5b12", from: "2020-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z") { id } }');
  await whatNoFlowMakes(services, institutionId);
  const found = await one<{ grade: string; usage: string }>(services.sql, 'select (select id from grade where institution_id = $1) as grade, (select id from billing.usage_standing where institution_id = $1 limit 1) as usage', [institutionId]);
  return { institutionId, lmsUrl: lms.url, observer, learner, instructor, administrator, chooser, ids: { ...seat, ...found, institution: institutionId, lab: lab.id, account: lab.accountId, contract: contract.id, invoice: (invoice as { id: string }).id } }; // the query asks for an id
}

/** A lab that is up, and in which the learner has made a bucket. */
async function ranLab(services: Services, institutionId: InstitutionId) {
  const id = labIdSchema.parse((await one<{ id: string }>(services.sql, 'select id from lab where institution_id = $1', [institutionId])).id);
  await until('the lab is ready', async () => (await findLab(services.sql, id))?.state.status === 'ready');
  const lab = await findLab(services.sql, id);
  const accountId = awsAccountIdSchema.parse(lab?.accountId);
  const credentials = await services.accounts.learnerCredentials(accountId, services.pseudonymOf(lab?.personId ?? ''));
  const s3 = new S3Client({ ...(services.awsEndpoint === undefined ? {} : { endpoint: services.awsEndpoint }), region: lab?.region ?? '', credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: `${lab?.outputs.SiteNamePrefix ?? ''}site` }));
  s3.destroy();
  await until('the step is judged', async () => (await services.sql.query('select 1 from step_verdict where lab_id = $1', [id])).length > 0);
  return { id, accountId };
}

/** Rows that only rare turns of the story lead to. */
async function whatNoFlowMakes({ sql }: Services, institutionId: InstitutionId): Promise<void> {
  for (const statement of [
    `insert into business_unit (id, institution_id, name) values (gen_random_uuid(), $1, 'School')`,
    `insert into probe_pass (lab_id, address, passed_at) select id, 'probe', now() from lab where institution_id = $1`,
    `insert into billing.credit_expiry (id, grant_id, institution_id, amount, at) select gen_random_uuid(), id, $1, 1, now() from billing.credit_grant where institution_id = $1`,
    `insert into billing.usage_quarantine (raw_id, institution_id, code, detail, at) select id, $1, 'PRICE_MISSING', '', now() from billing.usage_raw where institution_id = $1`,
    `insert into billing.usage_reversal (rated_id, institution_id, raw_id, at) select id, $1, raw_id, now() from billing.usage_rated where institution_id = $1 limit 1`,
    `insert into billing.payment (provider_ref, invoice_id, institution_id, amount, currency, at) select id, id, $1, 1, 'KRW', now() from billing.invoice where institution_id = $1`,
    `insert into billing.invoice_adjustment (provider_ref, invoice_id, institution_id, kind, status, amount, from_cash, from_owed, kept, currency, made_at) select 're_' || id, id, $1, 'refund', 'pending', 1, 1, 0, 0, 'KRW', now() from billing.invoice where institution_id = $1`,
    `insert into billing.provider_customer (institution_id, provider_id) values ($1::uuid, $1::text)`,
    `insert into registration_invite (id, institution_id, token_hash, created_by, created_at, expires_at, state) values (gen_random_uuid(), $1::uuid, sha256($1::text::bytea), 'operator', now(), now(), '{"status": "open"}')`,
    `insert into platform_check (platform_id, institution_id, checked_at, items) select id, $1, now(), '[]' from platform where institution_id = $1 on conflict do nothing`,
    `insert into course_roster (course_id, institution_id) select id, $1 from course where institution_id = $1 on conflict do nothing`,
    `insert into roster_stage (claim, subject, course_id, institution_id, actors, state, staged_at) select gen_random_uuid(), 'subject', id, $1, '{learner}', 'active', now() from course where institution_id = $1`,
    `insert into grade_resync (id, institution_id, course_id, asked_by, asked_at, state) select gen_random_uuid(), $1, id, 'person', now(), '{"status": "done", "at": "2026-01-01T00:00:00.000Z", "same": 0, "sent": 0, "compared": true}' from course where institution_id = $1`,
    `insert into activity_configuration (id, institution_id, pack_id, pack_version, step_ids, points, created_at) select gen_random_uuid(), $1, pack_id, pack_version, '{step}', 1, now() from lab where institution_id = $1 limit 1`,
    `insert into course_group (course_id, group_id, institution_id, name) select id, 'group', $1, 'Group' from course where institution_id = $1 on conflict do nothing`,
    `insert into course_group_member (course_id, group_id, person_id, institution_id) select course_id, 'group', person_id, $1 from enrolment where institution_id = $1 on conflict do nothing`,
    `insert into link_member (resource_link_id, person_id, institution_id) select resource_link_id, person_id, $1 from lab where institution_id = $1 on conflict do nothing`,
    `insert into course (id, institution_id, platform_id, deployment_id, lti_context_id, title) select gen_random_uuid(), $1, id, '1', 'copied', 'Copy' from platform where institution_id = $1 limit 1`,
    `insert into course_origin (course_id, origin_course_id, institution_id, noticed_at) select copy.id, c.id, $1, now() from course copy join course c on c.institution_id = $1 and c.id <> copy.id where copy.institution_id = $1 and copy.lti_context_id = 'copied'`,
    `insert into platform_notice (platform_id, notice_id, institution_id, type, received_at) select id, 'notice', $1, 'LtiHelloWorldNotice', now() from platform where institution_id = $1`,
    `insert into staff_language (institution_id, issuer, subject, language) values ($1::uuid, 'https://idp.example', $1::text, 'ko') on conflict do nothing`,
    `insert into notice_order (platform_id, deployment_id, institution_id, service_url, supported, next_attempt_at) select id, 'seeded', $1, 'https://lms.example', '{}', now() from platform where institution_id = $1`,
  ]) await sql.query(statement, [institutionId]);
}

/** Puts the word into every name and text, so that a leak is seen by it. */
async function nameEverything({ sql }: Services, institutionId: InstitutionId): Promise<void> {
  for (const column of ['person.name', 'person.email', 'course.title', 'resource_link.title', 'business_unit.name', 'help_message.text', 'step_override.reason', 'audit_log.actor', 'audit_log.detail', 'platform.product']) {
    const [table, name] = column.split('.');
    await sql.query(`update ${table} set ${name} = $2 where institution_id = $1`, [institutionId, SECRET]);
  }
  await sql.query(`update institution set name = $2, monthly_budget = 1, monthly_budget_currency = 'KRW' where id = $1`, [institutionId, SECRET]);
}
