import { EventEmitter } from 'node:events';
import { run, Logger, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { domainEventSchema, type DomainEvent } from '../../domain/events.ts';
import type { JobName } from '../../flow.ts';
import type { Sql } from '../../ports/sql.ts';
import { keepGoing, type Going } from './keep-going.ts';
import { keepAlive } from './process-liveness.ts';
import { laterKeyOf, priorityOf, queueOf } from './queues.ts';

/** The use cases behind the jobs of the flow table; each is idempotent by the event's id. */
export type EventJobs = Readonly<Record<JobName, (event: DomainEvent) => Promise<void>>>;

/** Work that comes round by the clock, not by an event. */
export interface PeriodicJob {
  readonly name: string;
  /** Every so many whole minutes; an hour has a whole number of them, so that the last one is as long as the others. */
  readonly everyMinutes: 1 | 5 | 10 | 30 | 60;
  run(): Promise<void>;
}

export interface JobRunnerOptions {
  readonly pool: pg.Pool;
  readonly jobs: EventJobs;
  readonly periodic: readonly PeriodicJob[];
  readonly concurrency: number;
  readonly log: (level: 'error' | 'warn' | 'info' | 'debug', message: string) => void;
}

/**
 * Runs queued jobs until closed. Jobs live in PostgreSQL: a killed process's jobs are taken up by another one. Graphile Worker stops for
 * good when the database is away as it schedules the next round; then it is started again.
 */
export function startJobRunner(options: JobRunnerOptions): Promise<{ close(): Promise<void> }> {
  return keepGoing(() => startOnce(options), (error) => options.log('error', `jobs could not be started again: ${String(error)}`));
}

async function startOnce(options: JobRunnerOptions): Promise<Going> {
  const workerIds: string[] = [];
  const events: WorkerEvents = new EventEmitter();
  events.on('worker:create', ({ worker }) => workerIds.push(worker.workerId));
  const runner = await run({
    pgPool: options.pool,
    events,
    concurrency: options.concurrency,
    noHandleSignals: true,
    pollInterval: 1_000,
    taskList: { ...eventTasks(options.jobs), ...periodicTasks(options.periodic) },
    crontab: crontabOf(options.periodic),
    logger: new Logger(() => (level, message) => options.log(level === 'warning' ? 'warn' : level, message)),
  });
  const over = runner.promise.catch((error: unknown) => options.log('error', `jobs have stopped: ${String(error)}`));
  const liveness = await keepAlive({ pool: options.pool, workerIds, onError: (error) => options.log('error', error.message) }).catch(async (error: unknown) => {
    await runner.stop();
    throw error;
  });
  return {
    over,
    async close() {
      // one that has stopped by itself refuses to be stopped
      await runner.stop().catch(() => over);
      await liveness.close();
    },
  };
}

/** When periodic work comes round, as Graphile Worker reads it. */
export const crontabOf = (periodic: readonly PeriodicJob[]): string => periodic.map(cronLine).join('\n');

/** A queue of its own: work that is slower than its round must not take one worker after another from the labs. */
function cronLine({ name, everyMinutes }: PeriodicJob): string {
  return `${everyMinutes === 60 ? '0' : `*/${everyMinutes}`} * * * * ${name} ?max=1&queue=${name}&jobKey=${name}&jobKeyMode=replace`;
}

function eventTasks(jobs: EventJobs): TaskList {
  const entries = Object.entries(jobs).map(([name, handle]) => [name, (payload: unknown) => handle(domainEventSchema.parse(payload))]);
  return Object.fromEntries(entries);
}

function periodicTasks(periodic: readonly PeriodicJob[]): TaskList {
  return Object.fromEntries(periodic.map((job) => [job.name, () => job.run()]));
}

/** Lets a use case ask for one of the flow's jobs again, later. The same key replaces a job that is still waiting. */
export type Schedule = (sql: Sql, job: JobName, event: DomainEvent, at: Date) => Promise<void>;

export const schedule: Schedule = async (sql, job, event, at) => {
  await sql.query(
    `select graphile_worker.add_job($1, $2::json, queue_name => $3, run_at => $4, max_attempts => 25, job_key => $5, job_key_mode => 'replace', priority => $6::int)`,
    [job, JSON.stringify(event), queueOf(job, event.place), at, laterKeyOf(job, event.place), priorityOf(job, 'later')],
  );
};
