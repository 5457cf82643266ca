import type { PlatformConfiguration } from './platform-configuration.ts';
import type { RegistrationErrorCode } from './registration-errors.ts';

/** What a check may look at. */
export interface ConfigurationFacts {
  readonly configuration: PlatformConfiguration;
  /** Where the configuration was read. */
  readonly configurationUrl: URL;
  /** Whether this server may reach private networks: then http is no worse than they are. */
  readonly allowHttp: boolean;
}

export interface Refusal {
  readonly code: RegistrationErrorCode;
  /** For the operator. */
  readonly detail: string;
}

/** Looks at one rule. Answers nothing when it holds. */
type Check = (facts: ConfigurationFacts) => Refusal | undefined;

const unless = (holds: boolean, code: RegistrationErrorCode, detail: string): Refusal | undefined => (holds ? undefined : { code, detail });

/**
 * The issuer is a name of the host that was asked, so no site can register itself as another (LTI Dynamic Registration
 * 1.0 section 3.5.1): same host and port, https, and neither query nor fragment.
 */
const issuer: Check = ({ configuration, configurationUrl }) => {
  const given = new URL(configuration.issuer);
  const plain = given.search === '' && given.hash === '' && given.username === '' && given.password === '';
  return unless(plain && given.host === configurationUrl.host && given.protocol === configurationUrl.protocol, 'REGISTRATION_ISSUER', `issuer ${configuration.issuer}, read at ${configurationUrl.host}`);
};

/** Everything that is registered is reached by https. */
const endpoints: Check = ({ configuration, allowHttp }) => {
  const { authorizationUrl, tokenUrl, jwksUrl, registrationUrl } = configuration;
  const plain = [authorizationUrl, tokenUrl, jwksUrl, registrationUrl].find((url) => new URL(url).protocol !== 'https:');
  return unless(allowHttp || plain === undefined, 'REGISTRATION_ADDRESS', `${plain ?? ''} is not https`);
};

/** Launches are signed in a way that is understood here; RS256 is every platform's (1EdTech Security Framework 1.0 section 6.1). */
const idTokenAlgorithm: Check = ({ configuration }) =>
  unless(configuration.idTokenAlgorithms.some(isUnderstood), 'REGISTRATION_UNSUPPORTED', `id_tokens are signed with ${configuration.idTokenAlgorithms.join(', ')}`);

/** Access tokens are asked for with a signed assertion and our RSA key. */
const tokenMethod: Check = ({ configuration: { tokenAuthMethods, tokenAlgorithms } }) =>
  unless(tokenAuthMethods.includes('private_key_jwt') && tokenAlgorithms.includes('RS256'), 'REGISTRATION_UNSUPPORTED', `token requests by ${tokenAuthMethods.join(', ')} with ${tokenAlgorithms.join(', ')}`);

/** A learner's way in. A platform that lists no message at all offers this one. */
const resourceLinks: Check = ({ configuration: { messages } }) =>
  unless(messages.size === 0 || messages.has('LtiResourceLinkRequest') || messages.has('LtiDeepLinkingRequest'), 'REGISTRATION_UNSUPPORTED', `messages are ${[...messages.keys()].join(', ')}`);

/** What an LMS says of itself, read from top to bottom. */
const checks: readonly Check[] = [issuer, endpoints, idTokenAlgorithm, tokenMethod, resourceLinks];

/** The first rule that does not hold. */
export function refusalOf(facts: ConfigurationFacts): Refusal | undefined {
  for (const check of checks) {
    const refusal = check(facts);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

const isUnderstood = (algorithm: string): algorithm is 'RS256' | 'ES256' => algorithm === 'RS256' || algorithm === 'ES256';

/** The signature algorithms of launches that are kept with the platform. */
export const understoodAlgorithms = ({ idTokenAlgorithms }: PlatformConfiguration): ('RS256' | 'ES256')[] => idTokenAlgorithms.filter(isUnderstood);
