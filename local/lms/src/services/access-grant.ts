import type { Tool } from '../platform/tools.ts';

/** What an access token stands for. */
export type AccessGrant = { readonly tool: Tool; readonly scopes: readonly string[] };

export const accessTokenLifetimeS = 3600;
