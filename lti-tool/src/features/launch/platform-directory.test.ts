import { expect, test } from '@jest/globals';
import type { Sql } from '../../ports/sql.ts';
import { createPlatformDirectory } from './platform-directory.ts';

test('a registration is read anew after the clock was put back', async () => {
  let now = Date.parse('2026-11-26T05:00:00Z');
  let read = 0;
  const row = { id: crypto.randomUUID(), issuer: 'https://lms.example', client_id: 'c', authorization_url: 'https://lms.example/a', jwks_url: 'https://lms.example/k', id_token_algorithms: ['RS256'], deployments: {}, new_deployments_of: null };
  const query = async () => { read += 1; return [row]; };
  // only what the directory asks for
  const directory = createPlatformDirectory({ sql: { query } as unknown as Sql, clock: { now: () => new Date(now) } });
  await directory.find(row.issuer, 'c');
  await directory.find(row.issuer, 'c');
  expect(read).toBe(1);
  now -= 3_600_000;
  await directory.find(row.issuer, 'c');
  expect(read).toBe(2);
});
