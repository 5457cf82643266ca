import { z } from 'zod';
import type { Quirks } from './quirks/quirks.ts';

/** Endpoints that can be made to fail. */
const faultyServiceSchema = z.enum(['token', 'jwks', 'line-items', 'scores', 'results', 'memberships', 'groups', 'notice-handlers']);
export type FaultyService = z.infer<typeof faultyServiceSchema>;

/** Where a wrong `Link` header leads: another origin that would answer, the page it is on, nowhere, or there and back for ever. */
const wrongLinkSchema = z.enum(['other-origin', 'itself', 'malformed', 'ring']);
export type WrongLink = z.infer<typeof wrongLinkSchema>;

/**
 * What can go wrong with a request. `lost-reply`, `truncated` and `answered` do the work: the first breaks the connection
 * before the answer, the second in the middle of it, the third answers with another status and an empty body.
 */
const faultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slow'), delayMs: z.number().int().positive().max(120_000) }),
  z.object({ kind: z.literal('hangs') }),
  z.object({ kind: z.literal('unauthorized'), by: z.enum(['401', '400']).optional() }),
  z.object({ kind: z.literal('redirect'), to: z.url() }),
  z.object({ kind: z.literal('html'), status: z.union([z.literal(200), z.literal(400), z.literal(404), z.literal(406)]).optional() }),
  z.object({ kind: z.literal('oversized'), bytes: z.number().int().positive().max(64_000_000) }),
  z.object({ kind: z.literal('truncated') }),
  z.object({ kind: z.literal('answered'), status: z.union([z.literal(200), z.literal(201), z.literal(202), z.literal(204)]) }),
  z.object({ kind: z.literal('wrong-link'), link: wrongLinkSchema }),
  z.object({ kind: z.literal('throttled'), retryAfterSeconds: z.number().int().nonnegative(), by: z.enum(['429', '403']).optional() }),
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
  readonly #quirks: Quirks;
  #rules: FaultRule[] = [];
  /** How far this platform's clock is ahead; negative when it is behind. */
  clockOffsetSeconds = 0;

  constructor(quirks: Quirks) {
    this.#quirks = quirks;
  }

  add(rule: FaultRule): void {
    this.#rules.push(rule);
  }

  clear(): void {
    this.#rules = [];
    this.clockOffsetSeconds = 0;
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
    return this.#inTheWayOfTheProduct(rule.fault);
  }

  #inTheWayOfTheProduct(fault: Fault): Fault {
    if (fault.kind === 'unauthorized' && this.#quirks.has('unknown-token-is-400')) return { by: '400', ...fault };
    return fault.kind === 'throttled' && this.#quirks.has('throttled-as-403') ? { by: '403', ...fault } : fault;
  }
}
