import { afterEach, expect, test } from '@jest/globals';
import express from 'express';
import { createServer, type Server } from 'node:http';
import { createMetrics, healthRoutes } from '../src/adapters/http/health-routes.ts';
import { closing, listening } from './launch-server.ts';

let server: Server | undefined;
afterEach(() => (server === undefined ? undefined : closing(server)));

test('a process that cannot serve says so without a reason, which names the database: that is for the log', async () => {
  const away = new Error('getaddrinfo ENOTFOUND database.internal');
  const logged: unknown[] = [];
  server = createServer(express().use(healthRoutes({ ready: () => Promise.reject(away), onNotReady: (error) => void logged.push(error), metrics: createMetrics() })));
  const answer = await fetch(`${await listening(server)}/readyz`);
  expect([answer.status, await answer.json(), logged]).toEqual([503, { status: 'not ready' }, [away]]);
});
