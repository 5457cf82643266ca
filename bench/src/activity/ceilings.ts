import pg from 'pg';
import { z } from 'zod';
import { serve } from '../run/child.ts';

const questionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), databaseUrl: z.string() }),
  z.object({ kind: z.literal('measure'), records: z.array(z.string()) }),
]);

const BATCH = 500;
const PARSE_MILLISECONDS = 300;

let client: pg.Client | undefined;

/** A table of the same columns and indexes as the product's. */
async function open(databaseUrl: string): Promise<object> {
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`create table activity_record (lab_id text, event_id text, event_time timestamptz not null, record jsonb not null, received_at timestamptz not null, primary key (lab_id, event_id));
    create index on activity_record (lab_id, event_time desc, event_id)`);
  return {};
}

function parsedPerSecond(records: readonly string[]): number {
  const began = performance.now();
  let parsed = 0;
  while (performance.now() - began < PARSE_MILLISECONDS) {
    for (const record of records) JSON.parse(record);
    parsed += records.length;
  }
  return parsed / ((performance.now() - began) / 1_000);
}

async function insertedPerSecond(records: readonly string[]): Promise<number> {
  if (client === undefined) throw new Error('the database is not open');
  await client.query('truncate activity_record');
  const began = performance.now();
  for (let from = 0; from < records.length; from += BATCH) {
    await client.query(
      `insert into activity_record select r->>'account', r#>>'{detail,eventID}', (r#>>'{detail,eventTime}')::timestamptz, r->'detail', now() from jsonb_array_elements($1::jsonb) as r on conflict do nothing`,
      [`[${records.slice(from, from + BATCH).join(',')}]`],
    );
  }
  return records.length / ((performance.now() - began) / 1_000);
}

serve(async (question) => {
  const asked = questionSchema.parse(question);
  if (asked.kind === 'open') return open(asked.databaseUrl);
  return { parsed: parsedPerSecond(asked.records), inserted: await insertedPerSecond(asked.records) };
});
