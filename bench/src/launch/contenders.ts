import { z } from 'zod';
import { startChild, type Child } from '../run/child.ts';
import type { Scope } from '../run/scope.ts';
import { startServer, type Postgres } from '../world/postgres.ts';
import { openSchool } from '../world/school.ts';
import { newSealingKey, startTool } from '../world/tool.ts';
import { clientIdOf, DEPLOYMENT } from './platform.ts';

export type ContenderName = 'cloudclass' | 'stock' | 'bare';

export interface Contender {
  readonly name: ContenderName;
  readonly url: string;
  readonly pid: number;
  readonly database: string;
}

interface Contest {
  readonly contenders: readonly Contender[];
  /** The platform and the browsers, in a process of their own. */
  readonly driver: Child;
  readonly postgres: Postgres;
}

const started = z.object({ url: z.string() });

/** Starts the product and its peers, each with a database of its own on the same server. */
export async function startContenders(scope: Scope): Promise<Contest> {
  const postgres = await startServer(scope);
  const driver = startChild(scope, 'launch/driver');
  const { url: issuer } = await driver.ask({ kind: 'open' }, started);
  const contenders = [await startOurs(scope, postgres, issuer), await startPeer(scope, postgres, { name: 'stock', issuer }), await startPeer(scope, postgres, { name: 'bare', issuer })];
  return { contenders, driver, postgres };
}

async function startOurs(scope: Scope, postgres: Postgres, issuer: string): Promise<Contender> {
  const databaseUrl = await postgres.create('cloudclass');
  const { database } = await openSchool(databaseUrl, { issuer, clientId: clientIdOf('cloudclass'), deploymentId: DEPLOYMENT, authorizationUrl: `${issuer}/auth`, tokenUrl: `${issuer}/token`, jwksUrl: `${issuer}/jwks` });
  await database.close();
  const { url, pid } = await startTool(scope, { roles: 'web', databaseUrl, sealingKey: newSealingKey() });
  return { name: 'cloudclass', url, pid, database: 'cloudclass' };
}

async function startPeer(scope: Scope, postgres: Postgres, { name, issuer }: { readonly name: 'stock' | 'bare'; readonly issuer: string }): Promise<Contender> {
  const child = startChild(scope, `launch/${name}-tool`);
  const { url } = await child.ask({ databaseUrl: await postgres.create(name), issuer, clientId: clientIdOf(name) }, started);
  return { name, url, pid: child.pid, database: name };
}
