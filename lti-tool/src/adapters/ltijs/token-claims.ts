import { QueryTypes, type Sequelize } from 'sequelize';
import { z } from 'zod';
import { serviceFailureSchema, type ServiceFailure } from '../../ports/platform-services.ts';

/** A platform and one scope: what a token is for. */
interface TokenKey {
  readonly platformId: string;
  readonly scope: string;
}

/** How a request for a token ended. */
type TokenOutcome = { readonly kind: 'granted' } | ServiceFailure;

const outcomeSchema = z.union([z.object({ kind: z.literal('granted') }), serviceFailureSchema]);
const stateRow = z.object({ claim: z.uuid().nullable(), ended_claim: z.uuid().nullable(), outcome: outcomeSchema.nullable() });

/** Who asks for a token just now, and how the last request ended. */
export interface ClaimState {
  readonly claim: string | undefined;
  readonly ended: { readonly claim: string; readonly outcome: TokenOutcome } | undefined;
}

export interface TokenClaims {
  /**
   * @param waitedFor claims of others that we have waited for: when one of them has failed, its failure is ours, and nothing is taken
   * @returns whether the claim is ours now; it runs out by itself, for a process may be killed while it holds one
   */
  take(key: TokenKey, claim: string, facts: { readonly now: Date; readonly waitedFor: readonly string[] }): Promise<boolean>;
  /** Gives the claim back with what came of the request, for whoever waited for it and for the operator. */
  end(key: TokenKey, claim: string, ended: { readonly outcome: TokenOutcome; readonly at: Date }): Promise<void>;
  look(key: TokenKey): Promise<ClaimState>;
}

/** Longer than a request for a token may take. */
const CLAIM_MILLISECONDS = 15_000;

/**
 * Lets one process at a time ask for a token. A row with a deadline, not an advisory lock: that would keep a connection
 * for as long as a slow platform takes to answer, and there are few.
 */
export function createTokenClaims(sequelize: Sequelize): TokenClaims {
  const rows = (text: string, bind: unknown[]): Promise<object[]> => sequelize.query<object>(text, { bind, type: QueryTypes.SELECT });
  return {
    async take({ platformId, scope }, claim, { now, waitedFor }) {
      const taken = await rows(
        `insert into service_access (platform_id, scope, claim, claimed_until) values ($1, $2, $3, $4)
         on conflict (platform_id, scope) do update set claim = excluded.claim, claimed_until = excluded.claimed_until
         where (service_access.claim is null or service_access.claimed_until <= $5)
           and not coalesce(service_access.ended_claim = any($6::uuid[]) and service_access.outcome->>'kind' <> 'granted', false)
         returning claim`,
        [platformId, scope, claim, new Date(now.getTime() + CLAIM_MILLISECONDS), now, waitedFor],
      );
      return taken.length > 0;
    },
    async end({ platformId, scope }, claim, { outcome, at }) {
      await rows(
        `update service_access set ended_claim = claim, outcome = $4::jsonb, ended_at = $5, claim = null, claimed_until = null
         where platform_id = $1 and scope = $2 and claim = $3 returning scope`,
        [platformId, scope, claim, JSON.stringify(outcome), at],
      );
    },
    async look({ platformId, scope }) {
      const [row] = await rows('select claim, ended_claim, outcome from service_access where platform_id = $1 and scope = $2', [platformId, scope]);
      return row === undefined ? { claim: undefined, ended: undefined } : stateOf(stateRow.parse(row));
    },
  };
}

function stateOf({ claim, ended_claim: endedClaim, outcome }: z.infer<typeof stateRow>): ClaimState {
  return { claim: claim ?? undefined, ended: endedClaim === null || outcome === null ? undefined : { claim: endedClaim, outcome } };
}
