import { z } from 'zod';
import type { AwsCredentials } from '@cloudclass/plugin-contract';
import type { AwsSettings } from './settings.ts';

const TIMEOUT_MILLISECONDS = 5_000;
const ATTEMPTS = 2;
const tokenSchema = z.object({ SigninToken: z.string().min(1) });

/**
 * Makes a URL that signs its bearer in to the console. Credentials from role chaining must not name a duration; the token
 * lives 15 minutes.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
 */
export async function consoleSignInUrl(settings: AwsSettings, credentials: AwsCredentials, region: string): Promise<string> {
  const destination = new URL(settings.consoleUrl);
  destination.searchParams.set('region', region);
  return federationUrl(settings, { Action: 'login', Issuer: settings.issuerUrl, Destination: destination.href, SigninToken: await signinToken(settings, credentials) }).href;
}

/** Asking for a token has no effect but the token, so a request that failed is made again. */
async function signinToken(settings: AwsSettings, credentials: AwsCredentials): Promise<string> {
  const session = JSON.stringify({ sessionId: credentials.accessKeyId, sessionKey: credentials.secretAccessKey, sessionToken: credentials.sessionToken });
  const ask = federationUrl(settings, { Action: 'getSigninToken', Session: session });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await askFor(ask);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function askFor(url: URL): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });
  if (!answer.ok) throw new Error(`the federation endpoint answered ${answer.status}`);
  return tokenSchema.parse(await answer.json()).SigninToken;
}

function federationUrl(settings: AwsSettings, query: Readonly<Record<string, string>>): URL {
  const url = new URL(settings.federationUrl);
  url.search = new URLSearchParams(query).toString();
  return url;
}
