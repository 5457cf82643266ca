import { z } from 'zod';
import { submissionReviewSchema } from '../course/gradebook.ts';
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
    .object({ label: title.optional(), scoreMaximum: z.number().positive(), resourceId: z.string().optional(), tag: z.string().optional(), submissionReview: submissionReviewSchema.optional() })
    .optional(),
  available: periodSchema.optional(),
  submission: periodSchema.optional(),
});
export type ResourceLinkItem = z.infer<typeof resourceLinkItemSchema>;

const web = z.url({ protocol: /^https?$/ });
const picture = z.object({ url: web, width: z.number().int().positive().optional(), height: z.number().int().positive().optional() });
const shared = { title: title.optional(), text: z.string().optional(), icon: picture.optional(), thumbnail: picture.optional() };

/** The other types there are: read, so that a broken one is seen, and left out of the course. A type of somebody's own is left out unread. */
const otherItemSchema = z.union([
  z.object({ type: z.literal('link'), url: web, ...shared }),
  z.object({ type: z.literal('file'), url: web, expiresAt: z.iso.datetime({ offset: true }).optional(), ...shared }),
  z.object({ type: z.literal('html'), html: z.string(), ...shared }),
  z.object({ type: z.literal('image'), url: web, ...shared, width: z.number().int().positive().optional(), height: z.number().int().positive().optional() }),
  z.object({ type: z.string().refine((type) => !['ltiResourceLink', 'link', 'file', 'html', 'image'].includes(type)) }),
]);

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
