import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstitutionId } from '../../domain/ids.ts';
import type { StreamEvent } from '../../domain/stream-event.ts';
import type { Warehouse } from '../../features/insight/warehouse.ts';

export interface DuckDbWarehouse {
  /**
   * Keeps a batch of events as one Parquet file. Writing the same batch again replaces the file, so a consumer that was
   * killed before its checkpoint may repeat itself; events that come twice in different batches count once in queries.
   * @param name names the batch, letters, digits and hyphens
   */
  append(name: string, events: readonly StreamEvent[]): Promise<void>;
  /** The events of one institution and nothing else, whatever a query says. */
  forInstitution(institutionId: InstitutionId): Warehouse;
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
    forInstitution: (institutionId) => ({ query: (sql, values) => queryEvents(connection, eventsOf(institutionId, folder), sql, values) }),
    async close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function append(connection: DuckDBConnection, folder: string, name: string, events: readonly StreamEvent[]): Promise<void> {
  for (const [day, ofDay] of groupByDay(events)) {
    const target = join(folder, `day=${day}`);
    await mkdir(target, { recursive: true });
    await writeParquet(connection, join(target, `${name}.parquet`), ofDay);
  }
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

/** Writes beside the target and renames: a reader sees the whole file or none. */
async function writeParquet(connection: DuckDBConnection, file: string, events: readonly StreamEvent[]): Promise<void> {
  const lines = `${file}.jsonl.tmp`;
  const parquet = `${file}.tmp`;
  await writeFile(lines, events.map((event) => JSON.stringify(toRow(event))).join('\n'));
  await connection.run(`copy (select * from read_json(${quote(lines)}, format = 'newline_delimited', columns = ${COLUMNS})) to ${quote(parquet)} (format parquet, compression zstd)`);
  await rename(parquet, file);
  await rm(lines, { force: true });
}

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
  const days = (await readdir(folder)).filter((entry) => entry.startsWith('day='));
  return days.length === 0
    ? `(select unnest(cast([] as struct(${STRUCT})[]), max_depth := 2))`
    : `(select distinct on (id) * from read_parquet(${quote(join(folder, '*', '*.parquet'))}, hive_partitioning = false) where institution_id = ${quote(institutionId)})`;
}

/** Runs a query in which `event` is what the source gives. */
async function queryEvents(connection: DuckDBConnection, source: Promise<string>, sql: string, values: Readonly<Record<string, string | number>>): Promise<Record<string, unknown>[]> {
  const reader = await connection.runAndReadAll(`with event as ${await source} ${sql}`, { ...values });
  return reader.getRowObjectsJson();
}

/** A string literal; paths come from configuration, and an institution's id from its session: never from a request. */
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
