import { createYoga, maskError, type YogaServerInstance } from 'graphql-yoga';
import { GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationContext, type ASTVisitor } from 'graphql';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CodedError } from '../errors.ts';
import { contextOf } from '../adapters/http/request-context.ts';
import { toCodedError } from '../adapters/http/error-handler.ts';
import type { Session } from '../features/identity/session.ts';
import type { Pages } from '../pages/pages.ts';
import type { Context } from './context.ts';
import { maxDepth } from './max-depth.ts';
import { schema } from './schema.ts';

interface ServerContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

export interface GraphQLServerOptions {
  readonly pages: Pages;
  /** Finds the session of a request; rejects with NOT_SIGNED_IN. */
  readonly sessionOf: (request: IncomingMessage) => Promise<Session>;
  /** True lets tools ask for the schema; false in production. */
  readonly introspection: boolean;
}

/**
 * The API of the pages: queries and mutations by POST, subscriptions by Server-Sent Events, nothing without a session.
 */
export function createGraphQLServer({ pages, sessionOf, introspection }: GraphQLServerOptions): YogaServerInstance<ServerContext, Context> {
  return createYoga<ServerContext, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
    batching: false,
    context: async ({ req }) => ({ pages, session: await sessionOf(req).catch((error: unknown) => { throw toGraphQLError(error, req); }) }),
    maskedErrors: { maskError: (error, message, isDev) => mask(error, message, isDev) },
    plugins: [
      {
        onValidate: ({ addValidationRule }) => {
          addValidationRule(maxDepth(8));
          if (!introspection) addValidationRule((context: ValidationContext): ASTVisitor => NoSchemaIntrospectionCustomRule(context));
        },
        onExecute: ({ args }) => ({ onExecuteDone: ({ result, setResult }) => rewrite(result, setResult, requestOf(args.contextValue)) }),
      },
    ],
  });
}

function requestOf(context: unknown): IncomingMessage | undefined {
  return typeof context === 'object' && context !== null && 'req' in context ? (context as ServerContext).req : undefined;
}

/** Gives each error of a result its code and correlation id, and logs what the person must not see. */
function rewrite(result: unknown, setResult: (result: { data?: unknown; errors?: readonly GraphQLError[] }) => void, request: IncomingMessage | undefined): void {
  if (request === undefined || typeof result !== 'object' || result === null || !('errors' in result)) return;
  const { errors } = result as { errors?: readonly GraphQLError[] };
  if (errors === undefined) return;
  setResult({ ...result, errors: errors.map((error) => (error.originalError === undefined ? error : toGraphQLError(error.originalError, request, error))) });
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

/** Coded errors pass with their public sentence; anything else is masked by the library. */
function mask(error: unknown, message: string, isDev?: boolean): Error {
  return error instanceof GraphQLError && error.originalError instanceof CodedError ? error : maskError(error, message, isDev);
}
