import { z } from 'zod';

const address = z.url({ protocol: /^https?$/, hostname: /.+/ });
const text = z.string().trim().min(1).max(500);

/** Its slug is made of its letters and digits. */
const institutionName = text.regex(/[\p{L}\p{N}]/u, 'must have a letter or a digit');

/** What an operator types from the platform's tool settings. */
export const newPlatformSchema = z.strictObject({
  /** Name of the institution; made when there is none by this name or its slug. */
  institution: institutionName,
  /** Short name of the institution, as staff sign-in names it; made from the name where it is not given. */
  institutionSlug: z.string().regex(/^[\p{Ll}\p{Lo}\p{N}]+(-[\p{Ll}\p{Lo}\p{N}]+)*$/u, 'must be lower case letters and digits, joined by hyphens').optional(),
  issuer: address,
  clientId: text,
  deploymentIds: z.array(text).min(1),
  authorizationUrl: address,
  tokenUrl: address,
  jwksUrl: address,
  /** Where the token request's audience is not the token address: Brightspace has one of its own. */
  tokenAudience: text.optional(),
  product: text.optional(),
  /** As the platform's `id_token_signing_alg_values_supported` has it. */
  algorithms: z.array(z.enum(['RS256', 'ES256'])).min(1).default(['RS256']),
});
export type NewPlatform = z.infer<typeof newPlatformSchema>;
