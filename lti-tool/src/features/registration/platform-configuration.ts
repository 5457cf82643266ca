import { z } from 'zod';

const LONGEST_TEXT = 200;

/** A text that only informs: cut short, and without characters that no page or database shows. */
const note = z.unknown().prefault(null).transform((value) => (typeof value === 'string' ? value.replaceAll(/\p{Cc}/gu, ' ').trim().slice(0, LONGEST_TEXT) || undefined : undefined));
// the parser of addresses takes out line breaks and encodes the other control characters; what is kept must not hold them
const address = z.url({ protocol: /^https?$/, hostname: /.+/ }).max(2_000).regex(/^\P{Cc}*$/u);
const texts = z.array(z.string().max(500)).max(1_000);

const messageSchema = z.object({ type: z.string(), placements: texts.optional().catch(undefined) });

/** Where the platform's own part of its configuration stands (LTI Dynamic Registration 1.0 section 3.3). */
const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration';

const configurationSchema = z.object({
  issuer: address,
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  registration_endpoint: address,
  // the specification requires them, yet some platforms leave out what goes without saying
  token_endpoint_auth_methods_supported: texts.default(['private_key_jwt']),
  token_endpoint_auth_signing_alg_values_supported: texts.default(['RS256']),
  id_token_signing_alg_values_supported: texts.default(['RS256']),
  scopes_supported: texts.default([]),
  claims_supported: texts.default([]),
  authorization_server: note,
  [PLATFORM]: z.object({
    product_family_code: note,
    version: note,
    messages_supported: z.array(messageSchema).max(200).default([]),
    variables: texts.catch([]).default([]),
    'https://canvas.instructure.com/lti/account_name': note,
  }),
});

/** What an LMS says of itself, in this tool's words. */
export interface PlatformConfiguration {
  readonly issuer: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  readonly registrationUrl: string;
  readonly tokenAuthMethods: readonly string[];
  readonly tokenAlgorithms: readonly string[];
  readonly idTokenAlgorithms: readonly string[];
  /** Empty where the LMS does not say. */
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
  /** Audience of token requests where it is not the token address. */
  readonly tokenAudience: string | undefined;
  /** Lower case, as `moodle`, `canvas`, `sakai`. */
  readonly product: string | undefined;
  readonly version: string | undefined;
  /** How the LMS names the institution, for people. */
  readonly accountName: string | undefined;
  /** By message type, the places where the LMS can offer it. */
  readonly messages: ReadonlyMap<string, readonly string[]>;
  readonly variables: readonly string[];
}

/**
 * Reads an OpenID configuration (OpenID Connect Discovery 1.0 section 3, LTI Dynamic Registration 1.0 section 3.3).
 * @returns what is wrong when it cannot be used
 */
export function readConfiguration(body: string): { readonly configuration: PlatformConfiguration } | { readonly problem: string } {
  const json = parsedJson(body);
  if (json === undefined) return { problem: 'it is not JSON' };
  const parsed = configurationSchema.safeParse(json);
  return parsed.success ? { configuration: configurationOf(parsed.data) } : { problem: z.prettifyError(parsed.error) };
}

function configurationOf(given: z.infer<typeof configurationSchema>): PlatformConfiguration {
  const platform = given[PLATFORM];
  return {
    issuer: given.issuer,
    authorizationUrl: given.authorization_endpoint,
    tokenUrl: given.token_endpoint,
    jwksUrl: given.jwks_uri,
    registrationUrl: given.registration_endpoint,
    tokenAuthMethods: given.token_endpoint_auth_methods_supported,
    tokenAlgorithms: given.token_endpoint_auth_signing_alg_values_supported,
    idTokenAlgorithms: given.id_token_signing_alg_values_supported,
    scopes: given.scopes_supported,
    claims: given.claims_supported,
    // Canvas writes a bare host name here, and takes the token address only; Brightspace writes an address and means it
    tokenAudience: given.authorization_server !== undefined && address.safeParse(given.authorization_server).success ? given.authorization_server : undefined,
    product: platform.product_family_code?.toLowerCase(),
    version: platform.version,
    accountName: platform['https://canvas.instructure.com/lti/account_name'],
    messages: new Map(platform.messages_supported.map(({ type, placements }) => [type, placements ?? []])),
    variables: platform.variables,
  };
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
