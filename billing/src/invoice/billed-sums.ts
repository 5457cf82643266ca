import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { bigintColumn, currencySchema, type Currency } from '../money.ts';
import { chargeFor, rate } from '../rating/rating.ts';
import { monthOf } from './month.ts';
import type { Sql } from '../sql.ts';
import { MONTH } from './open-uses.ts';

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

/** What is or will be one line: of an invoice, or of the draft of its month. The other columns that make a line are implied by contract and price. */
const LINE = `a.line_id, case when a.line_id is null then ${MONTH} end as month, u.course_id, u.unit_id, r.contract_id, r.price_version_id`;

const USE = `
     from billing.usage_standing r
     join billing.usage_raw u on u.id = r.raw_id
     left join billing.invoice_line_usage a on a.rated_id = r.id and a.released_at is null`;

/** By what a part of a line is charged: joined to few rows instead of to each stretch. */
const CHARGED = 'part.*, c.discount_basis_points, c.currency, p.amount as price_amount, p.per_seconds';

const BY = 'join billing.contract c on c.id = part.contract_id join billing.price_version p on p.id = part.price_version_id';

const chargedColumns = { seconds: bigintColumn, contract_id: z.string(), discount_basis_points: z.number().int(), price_amount: bigintColumn, per_seconds: bigintColumn };

const pieceRow = z.object({
  ...chargedColumns, line_id: z.string().nullable(), month: z.date().nullable(), course_id: z.string(), unit_id: z.string().nullable(), price_version_id: z.string(), currency: currencySchema, day: z.date(),
  inside: z.boolean(), rated: bigintColumn, labs: z.array(z.string()),
});
type Piece = z.infer<typeof pieceRow>;

/**
 * What was used in a period, at what its invoices say: every figure of a manager's page is a sum of these. What is on no invoice is what the draft of its
 * month will come to. A line is rounded once; a day costs what the line comes to at its end less what it came to before, so that days add up to
 * it, and a later day changes none before it. Currencies are never added up.
 */
export async function usageSums({ sql }: Pick<BillingContext, 'sql'>, { institutionId, from, to }: { readonly institutionId: string; readonly from: Date; readonly to: Date }): Promise<UsageSum[]> {
  const whole = await wholeLines(sql, { institutionId, from, to });
  const rows = await sql.query(
    `select ${CHARGED} from (
       select ${LINE}, date_trunc('day', u.starts_at, 'UTC') as day, u.starts_at >= $2 and u.starts_at < $3 as inside, min(u.starts_at) as begins,
              sum(r.seconds)::bigint as seconds, sum(r.amount)::bigint as rated, array_agg(distinct r.lab_id::text) as labs
       ${USE} where r.institution_id = $1 and u.institution_id = $1 and u.starts_at >= $4 and u.starts_at < $5
       group by a.line_id, month, u.course_id, u.unit_id, r.contract_id, r.price_version_id, day, inside) part ${BY}
     order by part.day, part.begins, part.course_id, part.unit_id, part.contract_id, part.price_version_id`,
    [institutionId, from, to, whole.from, whole.to],
  );
  return cut(z.array(pieceRow).parse(rows));
}

/** The time in which everything lies that shares a line with use of a period: whole months, and whole invoices. */
async function wholeLines(sql: Sql, { institutionId, from, to }: { readonly institutionId: string; readonly from: Date; readonly to: Date }): Promise<{ readonly from: Date; readonly to: Date }> {
  const [row] = await sql.query(
    'select least($4::timestamptz, min(period_from)) as from, greatest($5::timestamptz, max(period_to)) as to from billing.invoice where institution_id = $1 and period_from < $3 and period_to > $2',
    [institutionId, from, to, monthOf(from).from, monthOf(new Date(to.getTime() - 1)).to],
  );
  return z.object({ from: z.date(), to: z.date() }).parse(row);
}

/** Cuts lines into their pieces, in the order they were used, and keeps those of the period. */
function cut(pieces: readonly Piece[]): UsageSum[] {
  const secondsOf = new Map<string, bigint>();
  return pieces.flatMap((piece) => {
    const key = [piece.line_id ?? piece.month?.toISOString(), piece.course_id, piece.unit_id, piece.contract_id, piece.price_version_id].join(' ');
    const before = secondsOf.get(key) ?? 0n;
    secondsOf.set(key, before + piece.seconds);
    const { net: amount } = rate({ amount: piece.price_amount, perSeconds: piece.per_seconds }, piece.discount_basis_points, { before, seconds: piece.seconds });
    return piece.inside ? [{ courseId: piece.course_id, unitId: piece.unit_id, day: piece.day.toISOString().slice(0, 10), currency: piece.currency, seconds: piece.seconds, amount, rated: piece.rated, labs: piece.labs }] : [];
  });
}

/** What was spent under each contract so far, at what its invoices say or the drafts of its months will, in minor units, by contract id. */
export async function spentUnderContracts({ sql }: Pick<BillingContext, 'sql'>): Promise<ReadonlyMap<string, bigint>> {
  const rows = z.array(z.object(chargedColumns)).parse(await sql.query(
    `select ${CHARGED} from (
       select ${LINE}, r.institution_id, sum(r.seconds)::bigint as seconds
       ${USE} group by a.line_id, month, u.course_id, u.unit_id, r.contract_id, r.price_version_id, r.institution_id) part ${BY}`,
  ));
  const spent = new Map<string, bigint>();
  for (const row of rows) {
    const { net } = chargeFor({ amount: row.price_amount, perSeconds: row.per_seconds }, row.discount_basis_points, row.seconds);
    spent.set(row.contract_id, (spent.get(row.contract_id) ?? 0n) + net);
  }
  return spent;
}
