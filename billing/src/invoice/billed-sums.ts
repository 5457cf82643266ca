import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { bigintColumn, currencySchema, type Currency } from '../money.ts';
import { chargeFor, rate } from '../rating/rating.ts';
import { monthOf } from './month.ts';
import { BILLED_TOGETHER, MONTH } from './open-uses.ts';

/** What was used on a day (UTC) in a course and unit. Several may be of one day, course and unit: the sum of any of them is exact. */
export interface UsageSum {
  readonly courseId: string;
  readonly unitId: string | null;
  /** Such as 2026-11-24. */
  readonly day: string;
  readonly currency: Currency;
  readonly seconds: bigint;
  /** What the invoice says, or will say, in minor units: all of a month's are what its lines come to. */
  readonly amount: bigint;
  /** What its labs were rated at, and learners' credit was drawn on for. The difference is what the invoice's lines are rounded otherwise. */
  readonly rated: bigint;
  readonly labs: readonly string[];
}

/** What is or will be one line: of an invoice, or of the draft of its month. */
const LINE = `coalesce(a.line_id::text, ${MONTH}::text) as line`;

const USE = `
     from billing.usage_standing r
     join billing.usage_raw u on u.id = r.raw_id
     join billing.contract c on c.id = r.contract_id
     join billing.price_version p on p.id = r.price_version_id
     left join billing.invoice_line_usage a on a.rated_id = r.id and a.released_at is null`;

const CHARGED = 'sum(r.seconds)::bigint as seconds, r.contract_id, c.discount_basis_points, r.price_version_id, p.amount as price_amount, p.per_seconds';

const chargedColumns = { line: z.string(), seconds: bigintColumn, contract_id: z.string(), discount_basis_points: z.number().int(), price_version_id: z.string(), price_amount: bigintColumn, per_seconds: bigintColumn };

const pieceRow = z.object({
  ...chargedColumns, course_id: z.string(), unit_id: z.string().nullable(), currency: currencySchema, day: z.string(), inside: z.boolean(), rated: bigintColumn, labs: z.array(z.string()),
});
type Piece = z.infer<typeof pieceRow>;

/**
 * What was used in a period, at what its invoices say: every figure of a manager's page is a sum of these. What is on no invoice is what the draft of its
 * month will come to. A line is rounded once; a day costs what the line comes to at its end less what it came to before, so that days add up to
 * it, and a later day changes none before it. Currencies are never added up.
 */
export async function usageSums({ sql }: Pick<BillingContext, 'sql'>, { institutionId, from, to }: { readonly institutionId: string; readonly from: Date; readonly to: Date }): Promise<UsageSum[]> {
  const rows = await sql.query(
    `with whole as (
       select least($4::timestamptz, min(period_from)) as begins, greatest($5::timestamptz, max(period_to)) as ends
       from billing.invoice where institution_id = $1 and period_from < $3 and period_to > $2)
     select ${LINE}, ${CHARGED}, u.course_id, u.unit_id, r.currency, to_char(u.starts_at at time zone 'UTC', 'YYYY-MM-DD') as day,
            u.starts_at >= $2 and u.starts_at < $3 as inside, sum(r.amount)::bigint as rated, array_agg(distinct r.lab_id::text) as labs
     ${USE} cross join whole
     where r.institution_id = $1 and u.starts_at >= whole.begins and u.starts_at < whole.ends
     group by line, day, inside, ${BILLED_TOGETHER}
     order by day, min(u.starts_at), u.course_id, u.unit_id, r.contract_id, r.price_version_id`,
    [institutionId, from, to, monthOf(from).from, monthOf(new Date(to.getTime() - 1)).to],
  );
  return cut(z.array(pieceRow).parse(rows));
}

/** Cuts lines into their pieces, in the order they were used, and keeps those of the period. */
function cut(pieces: readonly Piece[]): UsageSum[] {
  const secondsOf = new Map<string, bigint>();
  return pieces.flatMap((piece) => {
    const key = [piece.line, piece.course_id, piece.unit_id, piece.contract_id, piece.price_version_id].join(' ');
    const before = secondsOf.get(key) ?? 0n;
    secondsOf.set(key, before + piece.seconds);
    const { net: amount } = rate({ amount: piece.price_amount, perSeconds: piece.per_seconds }, piece.discount_basis_points, { before, seconds: piece.seconds });
    return piece.inside ? [{ courseId: piece.course_id, unitId: piece.unit_id, day: piece.day, currency: piece.currency, seconds: piece.seconds, amount, rated: piece.rated, labs: piece.labs }] : [];
  });
}

/** What was spent under each contract so far, at what its invoices say or the drafts of its months will, in minor units, by contract id. */
export async function spentUnderContracts({ sql }: Pick<BillingContext, 'sql'>): Promise<ReadonlyMap<string, bigint>> {
  const rows = z.array(z.object(chargedColumns)).parse(await sql.query(`select ${LINE}, ${CHARGED} ${USE} group by r.institution_id, line, ${BILLED_TOGETHER}`));
  const spent = new Map<string, bigint>();
  for (const row of rows) {
    const { net } = chargeFor({ amount: row.price_amount, perSeconds: row.per_seconds }, row.discount_basis_points, row.seconds);
    spent.set(row.contract_id, (spent.get(row.contract_id) ?? 0n) + net);
  }
  return spent;
}
