import { z } from 'zod';
import { parsedJson } from './platform-configuration.ts';

// an id is compared and stored as it came: nothing that cannot be, nor what an index has no room for
const identifier = z.union([z.string(), z.number()]).transform(String);
/** RFC 6749 appendix A.1. */
const clientId = identifier.pipe(z.string().max(500).regex(/^[\x20-\x7e]+$/));
/** LTI 1.3 Core section 5.3.3. */
const deploymentId = identifier.pipe(z.string().max(255).regex(/^[^\p{Cc}\p{Cs}]+$/u));

/** Where the LMS says what it made of the tool (LTI Dynamic Registration 1.0 section 3.6). */
const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

const answerSchema = z.object({
  client_id: clientId,
  [TOOL]: z.object({ deployment_id: deploymentId.nullish() }).optional().catch(undefined),
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
