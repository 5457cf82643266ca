// oxlint-disable-next-line typescript/triple-slash-reference -- ambient modules cannot be imported
/// <reference path="./ltijs.d.ts" />
import ltijs, { type IdToken, type StockProvider } from 'ltijs';
import Database from 'ltijs-sequelize';

/** ltijs on PostgreSQL; the caller deploys it. */
export function openStock({ databaseUrl }: { readonly databaseUrl: string }): StockProvider {
  const { username, password, hostname, port, pathname } = new URL(databaseUrl);
  const plugin = new Database(pathname.slice(1), username, password, { host: hostname, port: Number(port), dialect: 'postgres', logging: false });
  const lti = ltijs.Provider;
  lti.setup('bench-key-of-the-peer', { plugin }, { appRoute: '/', loginRoute: '/login', cookies: { secure: false, sameSite: '' }, devMode: false });
  return lti;
}

/** Registers an LMS for its services and makes a launch's token by hand. */
async function registerAt(lti: StockProvider, lmsUrl: string): Promise<IdToken> {
  const platform = await lti.registerPlatform({
    url: lmsUrl, name: 'Bench', clientId: 'bench-stock',
    authenticationEndpoint: `${lmsUrl}/auth`, accesstokenEndpoint: `${lmsUrl}/token`,
    authConfig: { method: 'JWK_SET', key: `${lmsUrl}/jwks` },
  });
  return { iss: lmsUrl, clientId: 'bench-stock', deploymentId: 'deployment-1', platformId: await platform.platformId(), platformContext: { namesRoles: { context_memberships_url: `${lmsUrl}/members` } } };
}

/** ltijs with one platform registered, ready to call its services. */
export interface StockServices {
  readonly lti: StockProvider;
  readonly token: IdToken;
}

/** Opens ltijs for its services alone: nothing listens. */
export async function openStockServices(place: { readonly databaseUrl: string; readonly lmsUrl: string }): Promise<StockServices> {
  const lti = openStock(place);
  await lti.deploy({ serverless: true, silent: true });
  return { lti, token: await registerAt(lti, place.lmsUrl) };
}
