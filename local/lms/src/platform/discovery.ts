import type { RequestHandler } from 'express';
import type { LmsContext } from '../context.ts';
import { grantableScopes } from '../services/scopes.ts';
import { supportedVariables } from './custom-variables.ts';
import { canvasVariables } from '../quirks/canvas-variables.ts';
import { institution } from './institution.ts';

export const jwksEndpoint = ({ signingKeys }: Pick<LmsContext, 'signingKeys'>): RequestHandler => (_req, res) => {
  res.set('Cache-Control', 'max-age=60').json(signingKeys.publicKeySet());
};

/** A few of those where Canvas lets content be chosen. */
const canvasPlacements = [...['assignment_selection', 'editor_button', 'link_selection', 'module_menu_modal'].map((name) => `https://canvas.instructure.com/lti/${name}`), 'ContentArea', 'RichTextEditor'];

/** OpenID provider metadata with the platform configuration of LTI Dynamic Registration 1.0 section 2.1. */
export const openidConfiguration = ({ urls, quirks }: Pick<LmsContext, 'urls' | 'quirks'>): RequestHandler => (_req, res) => {
  const isCanvas = quirks.has('offers-of-canvas');
  res.json({
    issuer: urls.issuer,
    authorization_endpoint: urls.authorization,
    token_endpoint: urls.token,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'ES256'],
    jwks_uri: urls.jwks,
    registration_endpoint: urls.registration,
    scopes_supported: ['openid', ...grantableScopes],
    response_types_supported: ['id_token'],
    response_modes_supported: ['form_post'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['sub', 'iss', 'name', 'given_name', 'family_name', 'email', 'locale'],
    'https://purl.imsglobal.org/spec/lti-platform-configuration': {
      product_family_code: isCanvas ? 'canvas' : institution.productFamilyCode,
      version: institution.version,
      messages_supported: [{ type: 'LtiResourceLinkRequest' }, { type: 'LtiDeepLinkingRequest', placements: isCanvas ? canvasPlacements : ['ContentArea'] }],
      // Canvas has the history of a link under a name of its own
      variables: isCanvas ? [...supportedVariables.filter((name) => name !== 'ResourceLink.id.history'), ...canvasVariables] : supportedVariables,
    },
  });
};
