import { z } from 'zod';

const deepLinkingRequestSchema = z.object({
  returnUrl: z.string(),
  /** Types of content items the platform takes; a lab is an `ltiResourceLink`. */
  acceptTypes: z.array(z.string()).default(['ltiResourceLink']),
  /** Where the platform can show an item. */
  targets: z.array(z.string()).default([]),
  acceptMultiple: z.boolean(),
  /** False when the platform makes no column for what is chosen. */
  acceptLineItem: z.boolean(),
  /** Points that a column may be worth, where the platform refuses more. */
  mostPoints: z.number().int().positive().optional(),
  /** Echoed where it was given; Moodle gives none. */
  data: z.string().optional(),
});
export type DeepLinkingRequest = z.infer<typeof deepLinkingRequestSchema>;

/** What a session remembers of the launch that opened it. */
export const launchFactsSchema = z.object({
  messageType: z.enum(['LtiResourceLinkRequest', 'LtiDeepLinkingRequest', 'LtiSubmissionReviewRequest']),
  deploymentId: z.string(),
  /** Where "back to the course" leads. */
  returnUrl: z.string().optional(),
  locale: z.string().optional(),
  language: z.enum(['ko', 'en']).optional(),
  deepLinking: deepLinkingRequestSchema.optional(),
  /** Where the browser secret is kept, when it was the platform that kept it: a page that is loaded anew asks for it again. */
  storage: z.object({ key: z.string(), target: z.string(), secretHash: z.string() }).optional(),
  /** Whose work is to be shown to an instructor: a `sub` of the platform. */
  reviewedSubject: z.string().optional(),
  /** Whose learning an observer accompanies: `sub`s of the platform. */
  observedSubjects: z.array(z.string()).optional(),
});
export type LaunchFacts = z.infer<typeof launchFactsSchema>;
