import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstitutionId } from '../../domain/ids.ts';
import type { StreamEvent } from '../../domain/stream-event.ts';
import type { Warehouse } from '../../features/insight/warehouse.ts';
import { writeWhole } from './whole-file.ts';

export interface DuckDbWarehouse {
  /**
   * Keeps a batch of events as one Parquet file. Writing the same batch again replaces the file, so a consumer that was
   * killed before its checkpoint may repeat itself; events that come twice in different batches count once in queries.
   * @param name names the batch, letters, digits and hyphens
   */
  append(name: string, events: readonly StreamEvent[]): Promise<void>;
  /** The events of one institution and nothing else, whatever a query says. */
  forInstitution(institutionId: InstitutionId): Warehouse;
  /**
   * Joins the files of each day before a day into one: a class makes thousands, and a question opens each of them. Killed before it has
   * removed what it joined, it leaves events that come twice, which count once.
   * @param today the day, as in `2026-11-24`, that is left alone with those after it
   */
  joinDaysBefore(today: string): Promise<void>;
  close(): Promise<void>;
}

const columns = {
  id: 'varchar',
  type: 'varchar',
  occurred_at: 'timestamp',
  institution_id: 'varchar',
  course_id: 'varchar',
  resource_link_id: 'varchar',
  learner: 'varchar',
  lab_id: 'varchar',
  body: 'json',
} as const;
const COLUMNS = `{${Object.entries(columns).map(([name, type]) => `${name}: '${type}'`).join(', ')}}`;
const STRUCT = Object.entries(columns).map(([name, type]) => `${name} ${type}`).join(', ');

/**
 * Opens the embedded warehouse: DuckDB over a folder of Parquet files, one folder a day, the table shape that Athena or
 * Redshift read at scale.
 * @param folder where the files stand; shared by the process that writes and those that query
 */
export async function openDuckDbWarehouse(folder: string): Promise<DuckDbWarehouse> {
  await mkdir(folder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '192MB', autoinstall_known_extensions: 'false' });
  const connection = await instance.connect();
  return {
    append: (name, events) => append(connection, folder, name, events),
    joinDaysBefore: (today) => joinDaysBefore(connection, folder, today),
    forInstitution: (institutionId) => ({ query: (sql, values) => queryEvents(connection, () => eventsOf(institutionId, folder), sql, values) }),
    async close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function append(connection: DuckDBConnection, folder: string, name: string, events: readonly StreamEvent[]): Promise<void> {
  for (const [day, ofDay] of groupByDay(events)) await writeEvents(connection, join(folder, `day=${day}`, `${name}.parquet`), ofDay);
}

function groupByDay(events: readonly StreamEvent[]): Map<string, StreamEvent[]> {
  const days = new Map<string, StreamEvent[]>();
  for (const event of events) {
    const day = event.occurredAt.slice(0, 10);
    const ofDay = days.get(day);
    if (ofDay === undefined) days.set(day, [event]);
    else ofDay.push(event);
  }
  return days;
}

async function writeEvents(connection: DuckDBConnection, file: string, events: readonly StreamEvent[]): Promise<void> {
  await writeWhole(file, async (temporary) => {
    const lines = `${temporary}.jsonl`;
    try {
      await writeFile(lines, events.map((event) => JSON.stringify(toRow(event))).join('\n'));
      await writeParquet(connection, `select * from read_json(${quote(lines)}, format = 'newline_delimited', columns = ${COLUMNS})`, temporary);
    } finally {
      await rm(lines, { force: true });
    }
  });
}

/** Rows are kept in groups that fit into the memory the warehouse has. */
async function writeParquet(connection: DuckDBConnection, select: string, file: string): Promise<void> {
  await connection.run(`copy (${select}) to ${quote(file)} (format parquet, compression zstd, row_group_size 10000)`);
}

async function joinDaysBefore(connection: DuckDBConnection, folder: string, today: string): Promise<void> {
  for (const day of await daysIn(folder)) {
    const files = await filesOf(folder, day);
    if (day >= `day=${today}` || files.length < 2) continue;
    const joined = join(folder, day, `joined-${randomUUID()}.parquet`);
    await writeWhole(joined, (temporary) => writeParquet(connection, `select * from read_parquet([${files.map(quote).join(', ')}], hive_partitioning = false)`, temporary));
    await Promise.all(files.map((file) => rm(file, { force: true })));
  }
}

const daysIn = async (folder: string): Promise<string[]> => (await readdir(folder)).filter((entry) => entry.startsWith('day='));

const filesOf = async (folder: string, day: string): Promise<string[]> =>
  (await readdir(join(folder, day))).filter((entry) => entry.endsWith('.parquet')).map((entry) => join(folder, day, entry));

function toRow({ id, occurredAt, place, body }: StreamEvent): Record<keyof typeof columns, unknown> {
  return {
    id,
    type: body.type,
    occurred_at: occurredAt,
    institution_id: place.institutionId,
    course_id: place.courseId,
    resource_link_id: place.resourceLinkId,
    learner: place.learner,
    lab_id: place.labId,
    body,
  };
}

/** Every event of an institution once; an empty warehouse has the same columns and no rows. */
async function eventsOf(institutionId: InstitutionId, folder: string): Promise<string> {
  return await isEmpty(folder)
    ? `(select unnest(cast([] as struct(${STRUCT})[]), max_depth := 2))`
    : `(select distinct on (id) * from read_parquet(${quote(join(folder, '*', '*.parquet'))}, hive_partitioning = false) where institution_id = ${quote(institutionId)})`;
}

/** A day may have no file yet: its folder is made first. */
async function isEmpty(folder: string): Promise<boolean> {
  for (const day of await daysIn(folder)) if ((await filesOf(folder, day)).length > 0) return false;
  return true;
}

/** Runs a query in which `event` is what the source gives; once more when files that it had found were joined meanwhile. */
async function queryEvents(connection: DuckDBConnection, source: () => Promise<string>, sql: string, values: Readonly<Record<string, string | number>>): Promise<Record<string, unknown>[]> {
  const ask = async (): Promise<Record<string, unknown>[]> => (await connection.runAndReadAll(`with event as ${await source()} ${sql}`, { ...values })).getRowObjectsJson();
  return await ask().catch((error: unknown) => {
    if (error instanceof Error && GONE.test(error.message)) return ask();
    throw error;
  });
}

const GONE = /IO Error: (?:Cannot open file|No files found)/;

/** A string literal; paths come from configuration, and an institution's id from its session: never from a request. */
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
