import { expect, test } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '../src/index.ts';

async function query(database: TestDatabase, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('a template is filled once however many ask for it at the same time, and its clones are apart', async () => {
  let prepared = 0;
  const template = {
    name: `numbers_${process.pid}`,
    async prepare(url: string) {
      prepared += 1;
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query('create table number as select 1 as value');
      await client.end();
    },
  };
  const databases = await Promise.all([testDatabase(template), testDatabase(template), testDatabase(template)]);
  const [first, second] = databases;
  if (first === undefined || second === undefined) throw new Error('no databases');
  await query(first, 'insert into number values (2)');

  expect(prepared).toBe(1);
  expect(await query(second, 'select value from number')).toEqual([{ value: 1 }]);
  await Promise.all(databases.map((database) => database.close()));
});
