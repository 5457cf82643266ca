import { z } from 'zod';
import type { Tool } from '../platform/tools.ts';

/** A tool that registered itself. It cannot be launched before an administrator has activated it. */
export const registeredToolSchema = z.object({
  clientId: z.string(),
  deploymentId: z.string(),
  name: z.string(),
  description: z.string(),
  initiateLoginUri: z.string(),
  launchUri: z.string(),
  jwksUri: z.string(),
  scopes: z.array(z.string()),
  status: z.enum(['pending', 'active']),
});
export type RegisteredTool = z.infer<typeof registeredToolSchema>;

/** What a registration token is good for: one new tool, or one tool that is there, as often as the tool likes. */
export type RegistrationToken = { readonly use: 'new-tool' } | { readonly use: 'none' } | { readonly use: 'update'; readonly clientId: string };

/** What launches and services need of it. */
export const toolOf = ({ clientId, deploymentId, name, initiateLoginUri, launchUri, jwksUri }: RegisteredTool): Tool => ({
  clientId,
  deploymentId,
  name,
  initiateLoginUri,
  launchUri,
  jwksUri,
  origin: new URL(launchUri).origin,
});
