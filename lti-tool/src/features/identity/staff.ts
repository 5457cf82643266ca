import { z } from 'zod';

export const staffRoleSchema = z.enum(['manager', 'sales', 'operator']);
export type StaffRole = z.infer<typeof staffRoleSchema>;

/** Somebody who signed in at the organization's identity provider rather than through a course. */
export const staffSchema = z.object({
  /** `iss` and `sub` name a person together. */
  issuer: z.string(),
  subject: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** What the provider said at this sign-in, else what the browser asked for; absent where it was neither of ours. What was chosen on a page stands above it. */
  language: z.enum(['ko', 'en']).optional(),
  /** As the provider names them; the first one's page is where a sign-in leads. */
  roles: z.tuple([staffRoleSchema], staffRoleSchema),
});
export type Staff = z.infer<typeof staffSchema>;
