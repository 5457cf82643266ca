import { z } from 'zod';
import { periodSchema } from '../course/activities.ts';
import { claim, ltiVersion } from '../platform/claims.ts';

const title = z.string().trim().min(1).max(255);

/** Deep Linking 2.0 section 2.1.2, the properties this LMS keeps. */
const resourceLinkItemSchema = z.object({
  type: z.literal('ltiResourceLink'),
  title: title.optional(),
  text: z.string().optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
  custom: z.record(z.string(), z.coerce.string()).default({}),
  lineItem: z
    .object({ label: title.optional(), scoreMaximum: z.number().positive(), resourceId: z.string().optional(), tag: z.string().optional() })
    .optional(),
  available: periodSchema.optional(),
  submission: periodSchema.optional(),
});
export type ResourceLinkItem = z.infer<typeof resourceLinkItemSchema>;

const otherItemSchema = z.object({ type: z.string().refine((type) => type !== 'ltiResourceLink') });

/** The payload of a deep linking response (Deep Linking 2.0 section 4.5), after its signature was verified. */
export const deepLinkingResponseSchema = z.object({
  nonce: z.string().min(1),
  [claim.messageType]: z.literal('LtiDeepLinkingResponse'),
  [claim.version]: z.literal(ltiVersion),
  [claim.deploymentId]: z.string(),
  [claim.data]: z.string().optional(),
  [claim.contentItems]: z.array(z.union([resourceLinkItemSchema, otherItemSchema])).default([]),
  [claim.message]: z.string().optional(),
  [claim.errorMessage]: z.string().optional(),
});

/** The items this LMS asked for; a tool that sends others has not read `accept_types`. */
export const isResourceLink = (item: { type: string }): item is ResourceLinkItem => item.type === 'ltiResourceLink';
