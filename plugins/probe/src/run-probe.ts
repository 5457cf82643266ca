import { S3Client } from '@aws-sdk/client-s3';
import type { AccountAccess, Json, ProbeValidator } from '@cloudclass/plugin-contract';
import { search } from '@jmespath-community/jmespath';
import { allowedCall } from './calls.ts';

/** Why a probe has no answer. */
export type ProbeProblem = 'PROBE_NOT_ALLOWED' | 'PROBE_INPUT_INVALID' | 'PROBE_ASSERTION_INVALID' | 'PROBE_FAILED';

export type ProbeOutcome =
  | { readonly ok: true; readonly passed: boolean }
  | { readonly ok: false; readonly code: ProbeProblem; readonly detail: string };

export interface ProbeOptions {
  /** Another endpoint than AWS. */
  readonly endpoint?: string | undefined;
  readonly timeoutMilliseconds?: number;
}

/** AWS says "there is none" by an error; for a probe it is an answer: null. */
const ABSENT = /^(NoSuch|NotFound|ServerSideEncryptionConfigurationNotFound)/;

/**
 * Asks AWS for a state that no record can show, and decides by a JMESPath expression that must yield true.
 * @param probe its variables filled in
 * @param access how to act in the lab's account
 */
export async function runProbe(probe: Pick<ProbeValidator, 'service' | 'operation' | 'input' | 'assert'>, access: AccountAccess, { endpoint, timeoutMilliseconds = 5_000 }: ProbeOptions = {}): Promise<ProbeOutcome> {
  const call = allowedCall(probe.service, probe.operation);
  if (call === undefined) return { ok: false, code: 'PROBE_NOT_ALLOWED', detail: `${probe.service}:${probe.operation}` };
  const client = new S3Client({
    region: access.region,
    credentials: access.credentials,
    ...(endpoint === undefined ? {} : { endpoint }),
    requestHandler: { connectionTimeout: 2_000, requestTimeout: timeoutMilliseconds, throwOnRequestTimeout: true },
    maxAttempts: 2,
  });
  try {
    return decide(probe.assert, await answerOf(() => call(client, probe.input)));
  } catch (error) {
    return { ok: false, code: error instanceof Error && error.name === 'ZodError' ? 'PROBE_INPUT_INVALID' : 'PROBE_FAILED', detail: error instanceof Error ? error.message.slice(0, 500) : String(error) };
  } finally {
    client.destroy();
  }
}

/** The answer as plain JSON, without what the SDK adds about the request. */
async function answerOf(ask: () => Promise<unknown>): Promise<Json> {
  try {
    const { $metadata: _metadata, ...answer } = (await ask()) as Record<string, unknown>;
    // through JSON: dates become text, undefined goes
    return JSON.parse(JSON.stringify(answer)) as Json;
  } catch (error) {
    if (error instanceof Error && ABSENT.test(error.name)) return null;
    throw error;
  }
}

function decide(assertion: string, answer: Json): ProbeOutcome {
  try {
    return { ok: true, passed: search(answer, assertion) === true };
  } catch (error) {
    return { ok: false, code: 'PROBE_ASSERTION_INVALID', detail: error instanceof Error ? error.message.slice(0, 500) : String(error) };
  }
}
