import { z } from 'zod';
import type { AwsCredentials } from '@cloudclass/plugin-contract';
import type { AwsSettings } from './settings.ts';

const TIMEOUT_MILLISECONDS = 5_000;
const tokenSchema = z.object({ SigninToken: z.string().min(1) });

/**
 * Makes a URL that signs its bearer in to the console. Credentials from role chaining must not name a duration; the token
 * lives 15 minutes.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
 */
export async function consoleSignInUrl(settings: AwsSettings, credentials: AwsCredentials, region: string): Promise<string> {
  const session = JSON.stringify({ sessionId: credentials.accessKeyId, sessionKey: credentials.secretAccessKey, sessionToken: credentials.sessionToken });
  const ask = new URL(settings.federationUrl);
  ask.search = new URLSearchParams({ Action: 'getSigninToken', Session: session }).toString();
  const answer = await fetch(ask, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });
  if (!answer.ok) throw new Error(`the federation endpoint answered ${answer.status}`);
  const { SigninToken } = tokenSchema.parse(await answer.json());
  const destination = new URL(settings.consoleUrl);
  destination.searchParams.set('region', region);
  const login = new URL(settings.federationUrl);
  login.search = new URLSearchParams({ Action: 'login', Issuer: settings.issuerUrl, Destination: destination.href, SigninToken }).toString();
  return login.href;
}
