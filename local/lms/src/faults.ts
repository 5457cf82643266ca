import { z } from 'zod';

/** Endpoints that can be made to fail. */
const faultyServiceSchema = z.enum(['token', 'jwks', 'line-items', 'scores', 'results', 'memberships', 'groups', 'notice-handlers']);
export type FaultyService = z.infer<typeof faultyServiceSchema>;

/** What can go wrong with a request. `lost-reply` does the work and then breaks the connection before the answer. */
const faultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slow'), delayMs: z.number().int().positive().max(120_000) }),
  z.object({ kind: z.literal('throttled'), retryAfterSeconds: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('server-error') }),
  z.object({ kind: z.literal('invalid-json') }),
  z.object({ kind: z.literal('lost-reply') }),
]);
export type Fault = z.infer<typeof faultSchema>;

/** A fault on some services: for ever, or for the next `times` requests. */
export const faultRuleSchema = z.object({
  services: z.array(faultyServiceSchema).min(1),
  fault: faultSchema,
  times: z.number().int().positive().optional(),
});
export type FaultRule = z.infer<typeof faultRuleSchema>;

/** The faults in force. Changed while the LMS runs: in process by tests, over HTTP by people. */
export class Faults {
  #rules: FaultRule[] = [];

  add(rule: FaultRule): void {
    this.#rules.push(rule);
  }

  clear(): void {
    this.#rules = [];
  }

  rules(): readonly FaultRule[] {
    return this.#rules;
  }

  /** The fault for one request to `service`. A rule counted in `times` is used up by it. */
  take(service: FaultyService): Fault | undefined {
    const index = this.#rules.findIndex((rule) => rule.services.includes(service));
    const rule = this.#rules[index];
    if (rule === undefined) return undefined;
    if (rule.times === 1) this.#rules.splice(index, 1);
    else if (rule.times !== undefined) this.#rules[index] = { ...rule, times: rule.times - 1 };
    return rule.fault;
  }
}
