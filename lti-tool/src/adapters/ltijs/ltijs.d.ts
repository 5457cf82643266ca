/**
 * What is used of ltijs 5.9.9, which ships no types. Its parts are imported one by one: the main file loads mongoose and
 * an Express 4 application, and its `deploy` takes over SIGINT and ends the process.
 */

interface LtijsRegistry {
  Get(encryptionKey: string | false, collection: string, query?: object): Promise<readonly object[] | false>;
}

interface LtijsToken {
  readonly token_type: string;
  readonly access_token: string;
}

interface LtijsLaunch {
  readonly iss: string;
  readonly clientId: string;
  readonly platformContext: object;
}

declare module 'ltijs/dist/Provider/Services/Grade.js' {
  export default class Grade {
    constructor(getPlatform: () => Promise<object>, encryptionKey: string, database: LtijsRegistry);
    getLineItems(launch: LtijsLaunch, options: { resourceLinkId?: boolean; resourceId?: string; url?: string }, token: LtijsToken): Promise<{ lineItems: unknown; next?: string }>;
    createLineItem(launch: LtijsLaunch, lineItem: object, options: { resourceLinkId: boolean }, token: LtijsToken): Promise<unknown>;
  }
}

declare module 'ltijs/dist/Utils/Http.js' {
  interface Request extends Promise<unknown> {
    on(event: 'downloadProgress', hear: (progress: { readonly transferred: number }) => void): unknown;
    cancel(): void;
  }
  type Send = (url: string, options?: { readonly headers?: object }) => Request;
  const client: { get: Send; post: Send };
  export default client;
}

/** The whole of ltijs: tests hold the database plugin against it. */
declare module 'ltijs' {
  interface Platform {
    platformJSON(): Promise<Record<string, unknown>>;
    platformPrivateKey(): Promise<string>;
    platformAccessTokenEndpoint(url?: string): Promise<string>;
    delete(): Promise<unknown>;
  }
  export const Provider: {
    setup(encryptionKey: string, database: { plugin: object }, options: { cors: boolean; ltiaas: boolean }): unknown;
    getPlatform(url: string, clientId: string): Promise<Platform | false>;
    getPlatformById(id: string): Promise<Platform | false>;
  };
}
