import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { institutionIdSchema } from '../src/domain/ids.ts';
import type { Sql } from '../src/ports/sql.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

let made: MigratedDatabase;
beforeAll(async () => { made = await migratedDatabase(); });
afterAll(() => made.close());
afterEach(() => { jest.useRealTimers(); });

/** Which of the server's processes answers. */
const answering = async (sql: Sql): Promise<unknown> => sql.query('select pg_backend_pid() as pid, $1::text', ['']);

describe('a connection that nobody needed for five minutes', () => {
  test.each([
    ['of the whole database', () => made.database],
    ['of an institution', () => made.database.forInstitution(institutionIdSchema.parse(randomUUID()))],
  ])('%s answers the next question: a launch waits for no new one', async (_whose, sqlOf) => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'performance', 'hrtime', 'Date', 'setInterval', 'clearInterval'] });
    const sql = sqlOf();
    const before = await answering(sql);
    jest.advanceTimersByTime(5 * 60_000);
    expect(await answering(sql)).toEqual(before);
  });
});
