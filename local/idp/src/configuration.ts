import { interactionPolicy, type Account, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { ProviderKeys } from './keys.ts';
import { MemoryAdapter } from './memory-adapter.ts';
import { errorPage, signedOutPage, signOutPage } from './pages.ts';
import { staffMember, type StaffMember } from './people.ts';

/** A client of the provider: the product's staff sign-in. */
export type IdpClient = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
};

const scopes = 'openid profile email';

/** Settings of oidc-provider: authorization code with PKCE, no consent page, every claim in the id_token and in userinfo. */
export function configuration(clients: readonly IdpClient[], keys: ProviderKeys): Configuration {
  return {
    adapter: MemoryAdapter,
    clients: clients.map((client) => ({
      client_id: client.clientId,
      client_secret: client.clientSecret,
      redirect_uris: [...client.redirectUris],
      post_logout_redirect_uris: [...(client.postLogoutRedirectUris ?? [])],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    })),
    jwks: keys.jwks,
    // Names of their own: a browser shares the cookies of one host between its ports.
    cookies: { keys: keys.cookieKeys, names: { session: 'idp_session', interaction: 'idp_interaction', resume: 'idp_resume' } },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'locale', 'cloudclass_roles', 'institution'] },
    conformIdTokenClaims: false,
    scopes: scopes.split(' '),
    responseTypes: ['code'],
    pkce: { required: () => true },
    ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 3600, IdToken: 3600, Interaction: 3600, Session: 3600 },
    findAccount: (_ctx, sub) => accountOf(staffMember(sub)),
    loadExistingGrant: grantEverything,
    interactions: { policy: alwaysAsk(), url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => void (ctx.body = signOutPage(form)),
        postLogoutSuccessSource: (ctx) => void (ctx.body = signedOutPage()),
      },
    },
    renderError: (ctx, out) => void (ctx.body = errorPage(out.error, out.error_description)),
  };
}

function accountOf(member: StaffMember | undefined): Account | undefined {
  if (member === undefined) return undefined;
  return {
    accountId: member.id,
    claims: () => ({
      sub: member.id,
      email: member.email,
      email_verified: true,
      name: member.names[member.locale],
      locale: member.locale,
      cloudclass_roles: member.roles,
      ...(member.institution === undefined ? {} : { institution: member.institution }),
    }),
  };
}

/** The product is the institution's own client: nobody is asked for consent. */
async function grantEverything(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(scopes);
  await grant.save();
  return grant;
}

/** Every sign-in lets one choose a person again: changing roles is what a local provider is for. Silent requests are left alone. */
function alwaysAsk() {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  const choose = new Check('choose_person', 'A person has to be chosen', ({ oidc }) =>
    oidc.result?.login !== undefined || oidc.prompts.has('none') ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
  );
  policy.get('login')?.checks.add(choose);
  return policy;
}
