import { z } from 'zod';
import { parsedJson } from './platform-configuration.ts';

// an id is compared and stored as it came: nothing that cannot be
const identifier = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(500).regex(/^\P{Cc}+$/u));

/** Where the LMS says what it made of the tool (LTI Dynamic Registration 1.0 section 3.6). */
const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

const answerSchema = z.object({
  client_id: identifier,
  [TOOL]: z.object({ deployment_id: identifier.nullish() }).optional().catch(undefined),
});

/** What an LMS answers to a registration. */
export interface RegistrationAnswer {
  readonly clientId: string;
  /** Absent where an administrator installs the tool in places afterwards, as in Canvas. */
  readonly deploymentId: string | undefined;
}

/** @returns what is wrong when the answer cannot be used */
export function readAnswer(body: string): { readonly answer: RegistrationAnswer } | { readonly problem: string } {
  const parsed = answerSchema.safeParse(parsedJson(body));
  if (!parsed.success) return { problem: z.prettifyError(parsed.error) };
  return { answer: { clientId: parsed.data.client_id, deploymentId: parsed.data[TOOL]?.deployment_id ?? undefined } };
}
