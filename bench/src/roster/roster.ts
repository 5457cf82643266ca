import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { residentMegabytes } from '../measure/process-usage.ts';
import type { Bench, Outcome, Running } from '../run/bench.ts';
import { startChild } from '../run/child.ts';
import { until } from '../run/until.ts';
import { startServer } from '../world/postgres.ts';
import { openSchool, type School } from '../world/school.ts';
import { newSealingKey, startTool } from '../world/tool.ts';

type FlagName = 'members' | 'perPage';

export const roster: Bench<FlagName> = {
  name: 'roster',
  about: 'the roster of one course, from the first page of the LMS to the last enrolment in the database',
  flags: {
    members: { about: 'members of the course', usual: 50_000, smoke: 120 },
    perPage: { about: 'members of a page', usual: 500, smoke: 50 },
  },
  run,
};

interface Read {
  readonly seconds: number;
  /** Megabytes more than before, at the most. */
  readonly extra: number;
}

async function run({ flags, scope, say }: Running<FlagName>): Promise<Outcome> {
  const postgres = await startServer(scope);
  const { url: lmsUrl } = await startChild(scope, 'roster/lms').ask({ members: flags.members, perPage: flags.perPage }, z.object({ url: z.string() }));
  const databaseUrl = await postgres.create('roster');
  const school = await openSchool(databaseUrl, { issuer: lmsUrl, clientId: 'bench', deploymentId: 'deployment-1', authorizationUrl: `${lmsUrl}/auth`, tokenUrl: `${lmsUrl}/token`, jwksUrl: `${lmsUrl}/jwks` });
  scope.keep(school.database);
  const jobs = await startTool(scope, { roles: 'jobs', databaseUrl, sealingKey: newSealingKey(), environment: { POOL_SIZE: '0' } });
  const stock = startChild(scope, 'roster/stock-reader');
  await stock.ask({ kind: 'open', databaseUrl: await postgres.create('stock'), lmsUrl }, z.object({}));

  const courseId = await openCourse(school, lmsUrl);
  const first = await weighed(jobs.pid, () => readRoster(school, courseId, flags.members));
  say(`first reading: ${first.seconds.toFixed(1)} s, ${first.extra.toFixed(0)} MB more`);
  const peer = await weighed(stock.pid, async () => (await stock.ask({ kind: 'read' }, z.object({ seconds: z.number(), members: z.number() }))).seconds);
  return outcomeOf(first, peer);
}

/** A course whose board an instructor has open: the jobs role keeps its roster fresh. */
async function openCourse({ database, institutionId, platformId, pack }: School, lmsUrl: string): Promise<string> {
  const [courseId, linkId, personId, sessionId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await database.query(`insert into course (id, institution_id, platform_id, deployment_id, lti_context_id, title) values ($1, $2, $3, 'deployment-1', 'course', 'Cloud')`, [courseId, institutionId, platformId]);
  await database.query(
    `insert into resource_link (id, institution_id, course_id, lti_resource_link_id, title, pack_id, pack_version, nrps_url) values ($1, $2, $3, 'link', 'Static site', $4, $5, $6)`,
    [linkId, institutionId, courseId, pack.id, pack.version, `${lmsUrl}/members`],
  );
  await database.query(`insert into person (id, institution_id, platform_id, subject) values ($1, $2, $3, 'instructor')`, [personId, institutionId, platformId]);
  await database.query(
    `insert into session (id, secret_hash, institution_id, person_id, course_id, resource_link_id, actors, platform_id, nonce, launch, bound_at, expires_at)
     values ($1, '\\x00', $2, $3, $4, $5, '{instructor}', $6, 'bench', '{"messageType": "LtiResourceLinkRequest", "deploymentId": "deployment-1"}', now(), now() + interval '1 hour')`,
    [sessionId, institutionId, personId, courseId, linkId, platformId],
  );
  return courseId;
}

/** The jobs role finds the course by itself. @returns seconds from its turn to read until everybody is enrolled */
async function readRoster({ database }: School, courseId: string, members: number): Promise<number> {
  await until('the course has its turn', async () => (await database.query('select from course_roster where course_id = $1', [courseId])).length > 0, { seconds: 60, everyMilliseconds: 5 });
  const began = performance.now();
  await until(`${members} members are enrolled`, async () => {
    const [row] = await database.query<{ enrolled: string }>('select count(*) as enrolled from enrolment where course_id = $1', [courseId]);
    return Number(row?.enrolled) >= members;
  }, { seconds: 300, everyMilliseconds: 50 });
  return (performance.now() - began) / 1_000;
}

const SAMPLE_MILLISECONDS = 20;

/** The most a process holds during work, beyond what it held before. */
async function weighed(pid: number, work: () => Promise<number>): Promise<Read> {
  const before = residentMegabytes(pid);
  let most = before;
  const timer = setInterval(() => { most = Math.max(most, residentMegabytes(pid)); }, SAMPLE_MILLISECONDS);
  try {
    return { seconds: await work(), extra: most - before };
  } finally {
    clearInterval(timer);
  }
}

function outcomeOf(ours: Read, stock: Read): Outcome {
  return {
    figures: [
      { name: 'seconds', label: 'Cloudclass: read and enrolled', value: ours.seconds, unit: 's' },
      { name: 'extraMegabytes', label: 'Cloudclass: memory at the most, beyond before', value: ours.extra, unit: 'MB' },
      { name: 'stockSeconds', label: 'stock ltijs: read, nothing stored', value: stock.seconds, unit: 's' },
      { name: 'stockExtraMegabytes', label: 'stock ltijs: memory at the most, beyond before', value: stock.extra, unit: 'MB' },
    ],
    ratios: [
      { name: 'seconds', label: 'seconds', value: ours.seconds, target: { at: 'most', value: 15 } },
      { name: 'extraMegabytes', label: 'megabytes', value: ours.extra, target: { at: 'most', value: 150 } },
      { name: 'secondsToStock', label: 'seconds, ours / stock', value: ours.seconds / stock.seconds },
      { name: 'memoryToStock', label: 'memory, ours / stock', value: ours.extra / Math.max(stock.extra, 1) },
    ],
  };
}
