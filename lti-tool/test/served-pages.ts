import express from 'express';
import { createServer } from 'node:http';
import { Writable } from 'node:stream';
import pino from 'pino';
import { graphqlRoutes } from '../src/adapters/http/graphql-routes.ts';
import { requestContext } from '../src/adapters/http/request-context.ts';
import { SESSION_HEADER, type Session } from '../src/features/identity/session.ts';
import type { StreamLimits } from '../src/graphql/open-streams.ts';
import { createGraphQLServer } from '../src/graphql/server.ts';
import type { Pages } from '../src/pages/pages.ts';
import { randomIds } from '../src/ports/clock.ts';
import { closing, listening } from './launch-server.ts';

/** The API over HTTP in front of pages that a test brings. */
export interface ServedPages {
  readonly url: string;
  /** Lines of the log so far. */
  readonly logged: readonly object[];
  close(): Promise<void>;
}

/** @param sessionOf the session of the id that a request names */
export async function servePages(pagesOf: (session: Session) => Pages, sessionOf: (id: string) => Session, streams?: StreamLimits): Promise<ServedPages> {
  const logged: object[] = [];
  const log = pino({ level: 'info' }, new Writable({ write: (line, _encoding, done) => { logged.push(JSON.parse(String(line))); done(); } }));
  const graphql = createGraphQLServer({ pagesOf, sessionOf: async ({ headers }) => sessionOf(String(headers[SESSION_HEADER])), introspection: false, ...(streams && { streams }) });
  const server = createServer(express().use(requestContext({ log, ids: randomIds })).use(graphqlRoutes(graphql)));
  return { url: await listening(server), logged, close: () => closing(server) };
}

/** What a stream says, one event after another, until it ends or the signal closes it. */
export async function* eventsOf(url: string, { session, query, signal }: { readonly session: string; readonly query: string; readonly signal: AbortSignal }): AsyncGenerator<string, undefined> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST', signal,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', [SESSION_HEADER]: session },
    body: JSON.stringify({ query }),
  });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body ?? []) {
    const events = `${text}${decoder.decode(chunk, { stream: true })}`.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.+)$/m.exec(event)?.[1];
      if (data !== undefined) yield data;
    }
  }
  return undefined;
}
