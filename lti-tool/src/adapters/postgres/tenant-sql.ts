import type { Writable } from 'node:stream';
import type pg from 'pg';
import { institutionIdSchema, type InstitutionId } from '../../domain/ids.ts';
import type { Sql } from '../../ports/sql.ts';
import { inTransaction, run, withConnection } from './statements.ts';
import { TENANT_ROLE } from './tenant-role.ts';

/**
 * The connection string of connections that are the tenants' from their first statement on. The role stands in the connection
 * itself, so a statement that reaches one without naming its institution sees nothing rather than everything.
 */
export function tenantUrl(url: string): string {
  const tenants = new URL(url);
  const given = tenants.searchParams.get('options');
  // of two settings the later one counts
  tenants.searchParams.set('options', [...(given === null ? [] : [given]), `-c role=${TENANT_ROLE}`].join(' '));
  return tenants.href;
}

/**
 * The `Sql` of one institution. Every statement runs in a transaction that names the institution, and the name ends with the
 * transaction: nothing of it is left on the connection, also after an error.
 * @param pool connections of `tenantUrl`, in the driver's pipeline mode: what begins the transaction, the statement and what ends
 *   it travel together, so a statement costs one round trip, as without all this
 */
export function sqlOfInstitution(pool: pg.Pool, institutionId: InstitutionId): Sql {
  // the id stands in the statement's text, where nothing is bound: only an id may. The role is said again for a pooler that drops
  // what a connection begins with
  const begin = `begin; set local role ${TENANT_ROLE}; set local cloudclass.institution = '${institutionIdSchema.parse(institutionId)}'`;
  return {
    query: (text, values) => withConnection(pool, (client) => between(client, begin, { text, values })),
    transaction: (work) => inTransaction(pool, begin, work),
  };
}

/** A statement that fails aborts its transaction, and the commit behind it is a rollback. */
async function between<Row extends object>(client: pg.PoolClient, begin: string, { text, values }: { text: string; values: readonly unknown[] | undefined }): Promise<Row[]> {
  const sent = inOnePacket(client, () => [client.query(begin), run<Row>(client, text, values), client.query('commit')] as const);
  // each has its answer before the connection goes back, whichever fails
  await Promise.allSettled(sent);
  const [, rows] = await Promise.all(sent);
  return rows;
}

/** What is sent leaves as one packet. By itself the driver writes each statement to the network, and each wakes the server. */
function inOnePacket<T>(client: pg.PoolClient, send: () => T): T {
  // the driver's own connection, which its types leave out (pg/lib/client.js)
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Writable } }).connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}
