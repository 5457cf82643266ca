import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import type { Sql } from '../sql.ts';
import type { UsageInput } from './raw-usage.ts';

/** Why a report was set aside instead of rated. */
export type QuarantineCode = 'USAGE_SPAN_INVALID' | 'USAGE_IN_THE_FUTURE' | 'USAGE_TOO_OLD' | 'USAGE_INVOICED' | 'CONTRACT_MISSING' | 'PRICE_MISSING';

/** Reasons that pass: somebody makes the contract, or publishes the price, for the time of the use. The others are a person's to look at. */
const PASSING: readonly QuarantineCode[] = ['CONTRACT_MISSING', 'PRICE_MISSING'];

/** A report as it was kept. */
export interface Report {
  readonly input: UsageInput;
  readonly rawId: string;
  readonly receivedAt: Date;
}

/** Keeps a report aside for a reason; one that was set aside before may be so for another one now. */
export async function setAside({ clock }: Pick<BillingContext, 'clock'>, tx: Sql, { rawId, input, code }: Report & { readonly code: QuarantineCode }): Promise<{ readonly status: 'quarantined'; readonly code: QuarantineCode }> {
  await tx.query(
    `insert into billing.usage_quarantine (raw_id, institution_id, code, detail, at) values ($1, $2, $3, $4, $5)
     on conflict (raw_id) do update set code = excluded.code where billing.usage_quarantine.code <> excluded.code`,
    [rawId, input.institutionId, code, `${input.product} ${input.startsAt.toISOString()}`, clock.now()],
  );
  return { status: 'quarantined', code };
}

/** A report that was set aside, and the lab it is about. */
export interface UsageSetAside {
  readonly rawId: string;
  readonly labId: string;
  readonly product: string;
}

/** Of a statement about `billing.usage_quarantine q join billing.usage_raw u`: nobody is billed for it, and no correction has taken its place. */
const ASIDE = `q.rated_at is null
       and not exists (select 1 from billing.usage_raw n where n.source = u.source and n.event_id = u.event_id and n.revision > u.revision)`;

/** Of the same: a correction of what was on an invoice, which bills nobody any more. What it corrects can be taken back. */
const FREED = `q.code = 'USAGE_INVOICED' and not exists (
         select 1 from billing.usage_raw e join billing.usage_standing r on r.raw_id = e.id join billing.invoice_line_usage a on a.rated_id = r.id and a.released_at is null
         where e.source = u.source and e.event_id = u.event_id)`;

/** What is set aside for a reason that passes, or that has passed, in the order it was used: try it with `rateAgain`. */
export async function usageSetAside({ sql }: Pick<BillingContext, 'sql'>): Promise<readonly UsageSetAside[]> {
  const rows = await sql.query<{ raw_id: string; lab_id: string; product_code: string }>(
    `select q.raw_id, u.lab_id, u.product_code from billing.usage_quarantine q join billing.usage_raw u on u.id = q.raw_id where (q.code = any($1::text[]) or ${FREED}) and ${ASIDE} order by u.starts_at, u.id`,
    [PASSING],
  );
  return rows.map((row) => ({ rawId: row.raw_id, labId: row.lab_id, product: row.product_code }));
}

/** An institution's corrections that no invoice keeps aside any more. By lab: whoever takes several labs' locks takes them in this order. */
export async function freedCorrections(tx: Sql, institutionId: string): Promise<readonly UsageSetAside[]> {
  const rows = await tx.query<{ raw_id: string; lab_id: string; product_code: string }>(
    `select q.raw_id, u.lab_id, u.product_code from billing.usage_quarantine q join billing.usage_raw u on u.id = q.raw_id where q.institution_id = $1 and ${FREED} and ${ASIDE} order by u.lab_id, u.id`,
    [institutionId],
  );
  return rows.map((row) => ({ rawId: row.raw_id, labId: row.lab_id, product: row.product_code }));
}

const unbilledRow = z.object({ code: z.string(), count: z.number().int(), since: z.date() });

/** How much is set aside, by reason, and since when. */
export type UsageUnbilled = z.infer<typeof unbilledRow>;

/**
 * What nobody is billed for: what is set aside for a reason that passes, until it is rated; for another reason, since a time, because nothing ends it.
 */
export async function usageUnbilled({ sql }: Pick<BillingContext, 'sql'>, since: Date): Promise<UsageUnbilled[]> {
  const rows = await sql.query(
    `select q.code, count(*)::int as count, min(q.at) as since from billing.usage_quarantine q join billing.usage_raw u on u.id = q.raw_id
     where (q.at > $1 or q.code = any($2::text[])) and ${ASIDE} group by q.code order by q.code`,
    [since, PASSING],
  );
  return z.array(unbilledRow).parse(rows);
}

const reportRow = z
  .object({
    id: z.string(), institution_id: z.string(), source: z.string(), event_id: z.string(), revision: z.number().int(), lab_id: z.string(), learner_id: z.string(), course_id: z.string(),
    unit_id: z.string().nullable(), product_code: z.string(), starts_at: z.date(), ends_at: z.date(), received_at: z.date(),
  })
  .transform((row): Report => ({
    rawId: row.id,
    receivedAt: row.received_at,
    input: {
      institutionId: row.institution_id, source: row.source, eventId: row.event_id, revision: row.revision, labId: row.lab_id, learnerId: row.learner_id, courseId: row.course_id,
      unitId: row.unit_id, product: row.product_code, startsAt: row.starts_at, endsAt: row.ends_at,
    },
  }));

/** The report as it came, if it is still aside: another may have rated it, or corrected it. The caller holds the lab's lock. */
export async function readSetAside(tx: Sql, rawId: string): Promise<(Report & { readonly status: 'aside' }) | { readonly status: 'repeated' }> {
  const rows = await tx.query(`select u.* from billing.usage_quarantine q join billing.usage_raw u on u.id = q.raw_id where q.raw_id = $1 and ${ASIDE} for update of q`, [rawId]);
  const [report] = z.array(reportRow).parse(rows);
  return report === undefined ? { status: 'repeated' } : { status: 'aside', ...report };
}

/** Notes that a report that was set aside is rated now. */
export async function closeQuarantine({ clock }: Pick<BillingContext, 'clock'>, tx: Sql, rawId: string): Promise<void> {
  await tx.query('update billing.usage_quarantine set rated_at = $2 where raw_id = $1', [rawId, clock.now()]);
}
