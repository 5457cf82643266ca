import express from 'express';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createMetrics, healthRoutes } from '../adapters/http/health-routes.ts';
import type { Services } from './services.ts';

/** A process without the web role answers health and metrics only. */
export async function createHealthServer({ config, sql, log }: Services): Promise<{ close(): Promise<void> }> {
  const server = createServer(express().disable('x-powered-by').use(healthRoutes({ ready: async () => void (await sql.query('select 1 from migration limit 1')), onNotReady: (error) => log.warn({ error }, 'not ready'), metrics: createMetrics() })));
  server.listen(config.PORT, config.HOST);
  await once(server, 'listening');
  return {
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
