import { z } from 'zod';
import type { BillingContext } from '../context.ts';
import { BillingError } from '../errors.ts';
import { bigintColumn, currencySchema, type Currency } from '../money.ts';
import type { Sql } from '../sql.ts';
import type { Price } from './price.ts';
import { decidePublishing, type PlannedPrice } from './publish-decision.ts';

const nameSchema = z.strictObject({ ko: z.string(), en: z.string() });
const productRow = z.object({ code: z.string(), name: nameSchema, unit: z.literal('second') });
export type Product = z.infer<typeof productRow>;

const priceRow = z
  .object({ id: z.string(), product_code: z.string(), currency: currencySchema, amount: bigintColumn, per_seconds: bigintColumn, starts_at: z.date() })
  .transform((row): PriceVersion => ({ id: row.id, product: row.product_code, currency: row.currency, amount: row.amount, perSeconds: row.per_seconds, startsAt: row.starts_at }));

/** A published price with the product and currency it is for. */
export interface PriceVersion extends Price {
  readonly product: string;
  readonly currency: Currency;
}

/**
 * Puts a product into the catalogue, or gives it another name; its code and unit stay.
 * @returns whether that changed anything
 */
export async function createProduct({ sql }: Pick<BillingContext, 'sql'>, product: Product): Promise<boolean> {
  const changed = await sql.query(
    `insert into billing.product (code, name, unit) values ($1, $2, $3)
     on conflict (code) do update set name = excluded.name where billing.product.name <> excluded.name returning 1`,
    [product.code, JSON.stringify(product.name), product.unit],
  );
  return changed.length > 0;
}

export interface PriceInput extends PlannedPrice {
  readonly product: string;
  readonly currency: Currency;
  /** Who published it. */
  readonly by: string;
}

/**
 * Publishes a price that holds from a time on. What was used before keeps its price. Those who publish for one product take turns.
 * @returns the price, and whether it was there before: then nothing changed
 * @throws PRODUCT_UNKNOWN, PRICE_TAKEN, PRICE_IN_THE_PAST, AMOUNT_INVALID
 */
export async function publishPrice({ sql, clock, ids }: BillingContext, input: PriceInput): Promise<PriceVersion & { readonly repeated: boolean }> {
  return sql.transaction(async (tx) => {
    const [product] = await tx.query('select 1 from billing.product where code = $1 for no key update', [input.product]);
    if (product === undefined) throw new BillingError('PRODUCT_UNKNOWN', { detail: input.product });
    const decision = decidePublishing(await pricesOf(tx, input.product, input.currency), input, clock.now());
    if (decision.kind === 'refused') throw new BillingError(decision.code);
    if (decision.kind === 'repeated') return { ...decision.price, repeated: true };
    const rows = await tx.query(
      `insert into billing.price_version (id, product_code, currency, amount, per_seconds, starts_at, published_by, published_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning id, product_code, currency, amount, per_seconds, starts_at`,
      [ids.next(), input.product, input.currency, input.amount.toString(), input.perSeconds.toString(), decision.startsAt, input.by, clock.now()],
    );
    return { ...priceRow.parse(rows[0]), repeated: false };
  });
}

/** All prices of a product in a currency, oldest first. */
export async function pricesOf(sql: Sql, product: string, currency: Currency): Promise<PriceVersion[]> {
  const rows = await sql.query(
    'select id, product_code, currency, amount, per_seconds, starts_at from billing.price_version where product_code = $1 and currency = $2 order by starts_at',
    [product, currency],
  );
  return z.array(priceRow).parse(rows);
}

/** The catalogue: every product with all its prices, oldest first. */
export async function listProducts({ sql }: Pick<BillingContext, 'sql'>): Promise<(Product & { readonly prices: readonly PriceVersion[] })[]> {
  const products = z.array(productRow).parse(await sql.query('select code, name, unit from billing.product order by code'));
  const prices = z.array(priceRow).parse(await sql.query('select id, product_code, currency, amount, per_seconds, starts_at from billing.price_version order by starts_at'));
  return products.map((product) => ({ ...product, prices: prices.filter((price) => price.product === product.code) }));
}
