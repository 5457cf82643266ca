import { createYoga, maskError, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import { GraphQLError, NoSchemaIntrospectionCustomRule, parse } from 'graphql';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError, fail } from '../errors.ts';
import { contextOf } from '../adapters/http/request-context.ts';
import { toCodedError } from '../adapters/http/error-handler.ts';
import type { Session } from '../features/identity/session.ts';
import type { Pages } from '../pages/pages.ts';
import type { ClassBoardView } from '../pages/views/instructor.ts';
import type { Context } from './context.ts';
import { createOpenStreams, STREAM_LIMITS, type StreamLimits } from './open-streams.ts';
import { questionSize } from './question-size.ts';
import { schema } from './schema.ts';
import { createSharedReadings } from './shared-readings.ts';

interface ServerContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

export interface GraphQLServerOptions {
  /** The pages as a session has them: what they reach is the session's. */
  readonly pagesOf: (session: Session) => Pages;
  /** Finds the session of a request; rejects with NOT_SIGNED_IN. */
  readonly sessionOf: (request: IncomingMessage) => Promise<Session>;
  /** True lets tools ask for the schema; false in production. */
  readonly introspection: boolean;
  readonly streams?: StreamLimits;
}

/**
 * The API of the pages: queries and mutations by POST, subscriptions by Server-Sent Events, nothing without a session.
 */
export function createGraphQLServer({ pagesOf, sessionOf, introspection, streams: limits = STREAM_LIMITS }: GraphQLServerOptions): YogaServerInstance<ServerContext, Context> {
  const streams = createOpenStreams(limits);
  const boards = createSharedReadings<ClassBoardView>();
  return createYoga<ServerContext, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
    batching: false,
    async context({ req }) {
      const session = await sessionOf(req).catch((error: unknown) => { throw toGraphQLError(error, req); });
      return { session, pages: pagesOf(session), streams, boards };
    },
    maskedErrors: { maskError: (error, message, isDev) => mask(error, message, isDev) },
    plugins: [guardQueries(introspection), nameErrors],
  });
}

const LIMITS = { depth: 8, fields: 800, atTop: 10 };
/** Names, brackets and signs of a question. Some rules of the specification compare its parts with each other, which takes long for many. */
const MOST_TOKENS = 4_000;

/** Refuses queries that no page asks. */
function guardQueries(introspection: boolean): Plugin<Context, ServerContext> {
  return {
    onParse: ({ setParseFn }) => setParseFn((source: string, options: object) => parse(source, { ...options, maxTokens: MOST_TOKENS })),
    onValidate({ addValidationRule }) {
      addValidationRule(questionSize(LIMITS));
      if (!introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
    },
  };
}

/** Puts code and correlation id on the errors of a result. */
const nameErrors: Plugin<Context, ServerContext> = {
  onExecute: ({ args }) => ({
    onExecuteDone({ result, setResult }) {
      const request = requestOf(args.contextValue);
      if (request === undefined || !('errors' in result) || result.errors === undefined) return;
      setResult({ ...result, errors: result.errors.map((error) => toGraphQLError(causeOf(error), request, error)) });
    },
  }),
  // a live page ends with what was thrown; it stands in no result
  onSubscribe: ({ args }) => ({
    onSubscribeError({ error, setError }) {
      const request = requestOf(args.contextValue);
      if (request !== undefined) setError(toGraphQLError(error instanceof GraphQLError ? causeOf(error) : error, request));
    },
  }),
};

/** The library's own word, before any field was asked, is about the variables of the question; behind a field, it is about our answer. */
function causeOf(error: GraphQLError): Error {
  const cause = error.originalError ?? error;
  return cause instanceof GraphQLError && error.path === undefined ? fail('BAD_INPUT', { detail: cause.message }) : cause;
}

function requestOf(context: unknown): IncomingMessage | undefined {
  // yoga puts the request and the response that it was called with beside our own context
  return typeof context === 'object' && context !== null && 'req' in context ? (context as ServerContext).req : undefined;
}

/** The one mapping of coded errors to GraphQL. */
export function toGraphQLError(error: unknown, request: IncomingMessage, at?: GraphQLError): GraphQLError {
  const coded = toCodedError(error);
  const { correlationId, log } = contextOf(request);
  log[coded.status >= 500 ? 'error' : 'info']({ code: coded.code, detail: coded.detail, cause: coded.cause }, 'refused');
  return new GraphQLError(coded.publicMessage, {
    ...(at === undefined ? {} : { nodes: at.nodes ?? null, path: at.path ?? null }),
    originalError: coded,
    extensions: { code: coded.code, correlationId, http: { status: at === undefined ? coded.status : 200 } },
  });
}

/** Coded errors pass with their public sentence and code; anything else is masked by the library. */
function mask(error: unknown, message: string, isDev?: boolean): Error {
  if (!(error instanceof GraphQLError) || !(error.originalError instanceof CodedError)) return maskError(error, message, isDev);
  const { code, publicMessage } = error.originalError;
  return new GraphQLError(publicMessage, { ...(error.path === undefined ? {} : { path: error.path }), extensions: { code, ...error.extensions } });
}
