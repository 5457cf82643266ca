import { z } from 'zod';
import { grantableScopes } from '../services/scopes.ts';
import type { RegisteredTool } from './registered-tool.ts';

const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
const address = z.url({ protocol: /^https?$/ });

const metadataSchema = z.object({
  application_type: z.literal('web').optional(),
  response_types: z.array(z.string()),
  grant_types: z.array(z.string()),
  initiate_login_uri: address,
  redirect_uris: z.array(address).min(1),
  client_name: z.string().min(1),
  jwks_uri: address,
  token_endpoint_auth_method: z.string(),
  scope: z.string().default(''),
  [TOOL]: z.object({
    domain: z.string().min(1),
    target_link_uri: address,
    description: z.string().default(''),
    claims: z.array(z.string()),
    messages: z.array(z.looseObject({ type: z.string() })).default([]),
    custom_parameters: z.record(z.string(), z.string()).default({}),
  }),
});
export type Metadata = z.infer<typeof metadataSchema>;

/** What a registration request asks for, or the word with which Moodle refuses it. */
export type Examined = { readonly status: 'refused'; readonly reason: string } | { readonly status: 'accepted'; readonly metadata: Metadata };

/** The attributes Moodle misses by name, in the order in which it looks for them. */
const required = ['initiate_login_uri', 'redirect_uris', 'client_name', 'jwks_uri', TOOL] as const;

/** Judges a registration request (OpenID Connect Dynamic Client Registration 1.0, LTI Dynamic Registration 1.0 section 3.5). Pure. */
export function examine(body: unknown): Examined {
  const given = z.record(z.string(), z.unknown()).safeParse(body);
  if (!given.success) return refused('invalid_request');
  const missing = required.find((name) => given.data[name] === undefined);
  if (missing !== undefined) return refused(`missing required attribute ${missing}`);
  const parsed = metadataSchema.safeParse(given.data);
  if (!parsed.success) return refused(parsed.error.issues[0]?.path.includes('domain') === true ? 'missing_domain' : `invalid ${parsed.error.issues[0]?.path.join('.') ?? 'request'}`);
  return judged(parsed.data);
}

const refused = (reason: string): Examined => ({ status: 'refused', reason });

function judged(metadata: Metadata): Examined {
  const { domain, target_link_uri: target } = metadata[TOOL];
  if (!metadata.response_types.includes('id_token')) return refused('invalid_response_types');
  if (!metadata.grant_types.includes('implicit') || !metadata.grant_types.includes('client_credentials')) return refused('invalid_grant_types');
  if (metadata.token_endpoint_auth_method !== 'private_key_jwt') return refused('invalid_token_endpoint_auth_method');
  // with its port, as Moodle wants it
  if (new URL(target).host !== domain) return refused('domain_targetlinkuri_mismatch');
  return { status: 'accepted', metadata };
}

/** The tool as it is kept: its first redirect address is where launches go. Scopes that cannot be granted are left out. */
export function toolFrom(metadata: Metadata, ids: { readonly clientId: string; readonly deploymentId: string }): RegisteredTool {
  return {
    ...ids,
    name: metadata.client_name,
    description: metadata[TOOL].description,
    initiateLoginUri: metadata.initiate_login_uri,
    launchUri: metadata.redirect_uris[0] ?? metadata[TOOL].target_link_uri,
    jwksUri: metadata.jwks_uri,
    scopes: metadata.scope.split(' ').filter((scope) => grantableScopes.includes(scope)),
    status: 'pending',
  };
}

/** The answer: what was asked for, as far as it was granted, with the ids of the tool. */
export function answerFor(metadata: Metadata, tool: RegisteredTool): Record<string, unknown> {
  return {
    ...metadata,
    client_id: tool.clientId,
    scope: tool.scopes.join(' '),
    [TOOL]: { ...metadata[TOOL], version: '1.3.0', deployment_id: tool.deploymentId },
  };
}
