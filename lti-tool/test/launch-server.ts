import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createSealer, deriveKey } from '../src/adapters/seal/sealer.ts';
import { createOutbound } from '../src/adapters/outbound/request.ts';
import { createPlatformKeys } from '../src/adapters/outbound/platform-keys.ts';
import { gatherNotices } from '../src/adapters/postgres/gathered-notices.ts';
import { randomIds, systemClock, type Clock } from '../src/ports/clock.ts';
import { sessionSecrets } from '../src/features/identity/session-secret.ts';
import { createToolKeys, type ToolKeys } from '../src/features/identity/tool-keys.ts';
import { plainLaunchPages, type LaunchPages } from '../src/features/launch/launch-pages.ts';
import { ancestorsOf } from '../src/composition/frame-ancestors.ts';
import { launchRoutes, type LaunchDeps } from '../src/features/launch/launch-routes.ts';
import { noticeRoutes } from '../src/features/launch/notices/notice-routes.ts';
import { createPlatformDirectory } from '../src/features/launch/platform-directory.ts';
import type { CodedError } from '../src/errors.ts';
import type { Sql } from '../src/ports/sql.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

const sealingKey = Buffer.alloc(32, 7);
export const sealer = createSealer(sealingKey);
export const outbound = createOutbound({ allowPrivateAddresses: true });

/** Pages that show their bootstrap, so that a test can read it as the built pages do. */
const readablePages: LaunchPages = {
  ...plainLaunchPages,
  store: (bootstrap) => JSON.stringify(bootstrap),
  verify: (bootstrap) => JSON.stringify(bootstrap),
  newWindow: (bootstrap) => JSON.stringify(bootstrap),
};

export interface LaunchServer {
  readonly url: string;
  readonly made: MigratedDatabase;
  readonly deps: LaunchDeps;
  readonly toolKeys: ToolKeys;
  /** Refused launches, as the log hears of them. */
  readonly rejected: { correlationId: string; error: CodedError }[];
  /** Statements sent so far, without begin and commit. */
  readonly statements: string[];
  /** Open pages have been told of the launches so far. */
  told(): Promise<void>;
  close(): Promise<void>;
}

export function counted(sql: Sql, statements: string[]): Sql {
  return {
    query: (text, values) => { statements.push(text); return sql.query(text, values); },
    transaction: (work) => sql.transaction((tx) => work(counted(tx, statements))),
  };
}

export async function listening(server: Server): Promise<string> {
  // a test on a busy machine may pause for longer than the usual five seconds
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a server listening on TCP has an AddressInfo
}

export async function closing(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

/** The launch endpoints over real HTTP, on a database of their own. */
export async function startLaunchServer({ clock = systemClock, hears = () => {} }: { clock?: Clock; hears?: LaunchDeps['onRejected'] } = {}): Promise<LaunchServer> {
  const made = await migratedDatabase();
  const server = createServer();
  const url = await listening(server);
  const statements: string[] = [];
  const rejected: LaunchServer['rejected'] = [];
  const sql = counted(made.database, statements);
  const toolKeys = createToolKeys({ sql, clock, sealer });
  const notices = gatherNotices(sql, () => {});
  const deps: LaunchDeps = {
    sql, clock, ids: randomIds, publicUrl: url, formerUrls: ['https://before.example/'],
    stateKey: deriveKey(sealingKey, 'launch-state'),
    directory: createPlatformDirectory({ sql, clock }),
    keys: createPlatformKeys({ outbound, clock }),
    secrets: sessionSecrets,
    pageOrigins: () => [],
    frameAncestors: (platform) => ancestorsOf(platform, ['https://added.example']),
    randomText: () => randomBytes(32).toString('base64url'),
    tell: notices.tell,
    pages: readablePages,
    publicKeys: toolKeys.publicKeys,
    onRejected: (problem) => {
      rejected.push(problem);
      hears(problem);
    },
  };
  server.on('request', express().use(launchRoutes(deps)).use(noticeRoutes(deps)));
  return {
    url, made, deps, toolKeys, rejected, statements,
    told: notices.flush,
    async close() {
      await closing(server);
      await notices.flush();
      await made.close();
    },
  };
}
