import { z } from 'zod';
import type { Child } from '../run/child.ts';
import type { Scope } from '../run/scope.ts';
import { until } from '../run/until.ts';
import { cpuMilliseconds } from '../measure/process-usage.ts';
import type { Postgres } from '../world/postgres.ts';
import { openSchool, type School } from '../world/school.ts';
import { newSealingKey, startTool, type Tool } from '../world/tool.ts';
import { openLabs, type OpenLab } from './labs.ts';
import { classAtWork, messageOf, readWalk, type Message } from './records.ts';

/** A server of its own with so many open labs, on a database and streams of its own. */
export interface Place {
  readonly school: School;
  readonly labs: readonly OpenLab[];
  readonly tool: Tool;
  readonly stream: string;
  readonly driver: Child;
  /** SQL statements so far, counted by the server. */
  readonly statements: () => Promise<number>;
  /** Calls that each lab has made so far: the next ones are later. */
  readonly calls: Map<string, number>;
}

export interface AwsAddress {
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

interface Opening {
  readonly postgres: Postgres;
  readonly aws: AwsAddress;
  readonly driver: Child;
  readonly labs: number;
  /** Learners of a class; forty unless said otherwise. */
  readonly classSize?: number;
}

export async function openPlace(scope: Scope, { postgres, aws, driver, labs: count, classSize }: Opening): Promise<Place> {
  const name = `labs_${count}`;
  const databaseUrl = await postgres.create(name);
  const lms = 'https://lms.bench.test';
  const school = await openSchool(databaseUrl, { issuer: lms, clientId: 'bench', deploymentId: 'deployment-1', authorizationUrl: `${lms}/auth`, tokenUrl: `${lms}/token`, jwksUrl: `${lms}/jwks` });
  scope.keep(school.database);
  const labs = await openLabs(school, count, classSize);
  const stream = `activity-${count}`;
  const environment = { AWS_ENDPOINT_URL: aws.url, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: aws.accessKeyId, AWS_SECRET_ACCESS_KEY: aws.secretAccessKey, ACTIVITY_STREAM: stream, EVENTS_STREAM: `events-${count}` };
  const tool = await startTool(scope, { roles: 'web,activity', databaseUrl, sealingKey: newSealingKey(), environment });
  return { school, labs, tool, stream, driver, statements: () => postgres.statements(name), calls: new Map() };
}

export interface Flooded {
  readonly perSecond: number;
  /** Processor milliseconds of the server for a record. */
  readonly cpu: number;
  /** SQL statements for a record, and what goes on beside: events go out, too. */
  readonly statements: number;
}

/** The records of a class at work, from the first onto the stream to the last verdict in the database. */
export async function flood(place: Place, { busy, messages }: { readonly busy: number; readonly messages: readonly Message[] }): Promise<Flooded> {
  const [cpu, statements] = [cpuMilliseconds(place.tool.pid), await place.statements()];
  const began = performance.now();
  const { last } = await place.driver.ask({ kind: 'flood', stream: place.stream, messages }, z.object({ last: z.string() }));
  await until(`${messages.length} records of ${busy} labs are judged`, async () => (await handledUpTo(place)) >= BigInt(last), { seconds: 300 });
  const seconds = (performance.now() - began) / 1_000;
  return {
    perSecond: messages.length / seconds,
    cpu: (cpuMilliseconds(place.tool.pid) - cpu) / messages.length,
    statements: ((await place.statements()) - statements) / messages.length,
  };
}

/** The checkpoint moves when a batch's verdicts are committed. */
async function handledUpTo({ school, stream }: Place): Promise<bigint> {
  const [row] = await school.database.query<{ sequence: string }>('select sequence from stream_checkpoint where consumer = $1', [`activity:${stream}`]);
  return BigInt(row?.sequence ?? 0);
}

const walk = readWalk();

/** The next records of the first labs of a place. */
export function nextRecords(place: Place, { busy, count }: { readonly busy: number; readonly count: number }): Message[] {
  const working = place.labs.slice(0, busy);
  const from = Math.max(...working.map(({ labId }) => place.calls.get(labId) ?? 0));
  for (const { labId } of working) place.calls.set(labId, from + Math.ceil(count / busy));
  return classAtWork(walk, working, { count, from });
}

const heardSchema = z.object({ median: z.number(), p99: z.number(), slowest: z.number() });
export type Heard = z.infer<typeof heardSchema>;

/** How long from a record on the stream to the event in the learner's browser. */
export async function watch(place: Place, { learners, calls }: { readonly learners: number; readonly calls: number }): Promise<Heard> {
  const watching = place.labs.slice(0, learners).map((lab) => ({
    session: lab.session,
    // now and later: the page shows the newest
    messages: Array.from({ length: calls }, (_, number) => messageOf(walk, lab, { number, at: new Date(Date.now() + number * 1_000) })),
  }));
  return place.driver.ask({ kind: 'watch', stream: place.stream, toolUrl: place.tool.url, learners: watching }, heardSchema);
}
