import { createClient as createStream } from 'graphql-sse';
import { Client, fetchExchange, subscriptionExchange, type Exchange } from 'urql';
import { sessionHeaders, type Session } from '../session/session.ts';
import type { Connection } from './connection.ts';
import { patientFetch } from './patient-fetch.ts';

const endpoint = '/graphql';
/** urql offers event streams for every operation; only subscriptions are answered so. */
const answerType = 'application/graphql-response+json, application/json';
const longestPauseMs = 30_000;
/** Cleaning an account and checking an LMS are the longest that a person waits for. */
const longestAnswerMs = 60_000;
/** The server gives a sign of life every 12 seconds: two of them may get lost. */
const longestSilenceMs = 30_000;

/**
 * The one door to the server: queries and mutations by POST, subscriptions as Server-Sent Events, one stream each.
 * There is no cache between: live pages are told what changed, and a figure about money must not be an old one.
 */
export function createApi(session: Session, connection: Connection): Client {
  return new Client({
    url: endpoint,
    exchanges: [fetchExchange, liveExchange(session, connection)],
    preferGetMethod: false,
    fetch: patientFetch(longestAnswerMs),
    requestPolicy: 'network-only',
    fetchOptions: () => ({ headers: { ...sessionHeaders(session), accept: answerType }, credentials: 'same-origin' }),
  });
}

function liveExchange(session: Session, connection: Connection): Exchange {
  const stream = createStream({
    url: endpoint,
    fetchFn: patientFetch(longestSilenceMs),
    headers: () => sessionHeaders(session),
    retryAttempts: Number.POSITIVE_INFINITY,
    retry: async (tries) => {
      connection.set('reconnecting');
      await pause(pauseBefore(tries));
      await connection.online();
    },
    on: { connected: () => connection.set('live') },
  });
  return subscriptionExchange({
    forwardSubscription: ({ query = '', variables }) => ({
      subscribe: (sink) => {
        // urql's sink takes a null for a missing result and graphql-sse's does not send one: the two agree otherwise.
        const unsubscribe = stream.subscribe({ query, variables: variables as Record<string, unknown> }, sink as Parameters<typeof stream.subscribe>[1]);
        return { unsubscribe };
      },
    }),
  });
}

/** One second, doubling to half a minute, with a spread so that a class does not come back in one instant. */
export function pauseBefore(tries: number, random: () => number = Math.random): number {
  const pause = Math.min(longestPauseMs, 1000 * 2 ** tries);
  return pause * (0.75 + random() * 0.5);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
