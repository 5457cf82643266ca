/** What the benches use of ltijs 5.9.9 and ltijs-sequelize 2.4.4, which ship no types. */

declare module 'ltijs' {
  /** An id_token as ltijs keeps it; services take one made by hand. */
  interface IdToken {
    readonly iss: string;
    readonly clientId: string;
    readonly deploymentId: string;
    readonly platformId: string;
    readonly platformContext: object;
  }
  interface StockProvider {
    setup(encryptionKey: string, database: { readonly plugin: object }, options: object): unknown;
    onConnect(answer: (token: IdToken, request: unknown, response: { send(text: string): unknown }) => unknown): void;
    deploy(options: { readonly port?: number; readonly serverless?: boolean; readonly silent?: boolean }): Promise<unknown>;
    registerPlatform(platform: object): Promise<{ platformId(): Promise<string> }>;
    readonly Grade: { submitScore(token: IdToken, lineItemId: string, score: object): Promise<unknown> };
    readonly NamesAndRoles: { getMembers(token: IdToken, options?: object): Promise<{ readonly members: readonly object[] }> };
  }
  const ltijs: { readonly Provider: StockProvider };
  export default ltijs;
  export type { IdToken, StockProvider };
}

declare module 'ltijs-sequelize' {
  const Database: new (database: string, user: string, password: string, options: object) => object;
  export default Database;
}
