import { createProduct, publishPrice as publishInBilling, writeMoney, type PriceInput, type PriceVersion, type Product } from '@cloudclass/billing';
import { noteAct } from '../features/audit/audit.ts';
import type { SalesActDeps } from './contracts.ts';

/**
 * Puts a product into the catalogue, or gives it another name, and notes who did; the same again is not noted.
 * @param by how the audit log names who did it
 */
export async function putProduct({ sql, clock, ids }: SalesActDeps, product: Product, by: string): Promise<void> {
  await sql.transaction(async (tx) => {
    const changed = await createProduct({ sql: tx }, product);
    if (changed) await noteAct({ clock, ids }, tx, { institutionId: null, actor: by, action: 'product.put', target: product.code, detail: namesOf(product) });
  });
}

/**
 * Publishes what a product costs from a time on, and notes who did; what was published before is not noted again.
 * @param by how the audit log names who did it
 * @throws what `publishPrice` of billing does
 */
export async function publishPrice({ sql, clock, ids }: SalesActDeps, price: Omit<PriceInput, 'by'>, by: string): Promise<PriceVersion> {
  return sql.transaction(async (tx) => {
    const { repeated, ...published } = await publishInBilling({ sql: tx, clock, ids }, { ...price, by });
    if (!repeated) await noteAct({ clock, ids }, tx, { institutionId: null, actor: by, action: 'price.published', target: published.product, detail: priceInWords(published) });
    return published;
  });
}

/** A product's names as the audit log and the commands say them. */
export function namesOf({ name }: Product): string {
  return `${name.ko} / ${name.en}`;
}

const SECONDS_OF_AN_HOUR = 3_600n;

/** A price as the audit log and the commands say it. */
export function priceInWords({ amount, currency, perSeconds, startsAt }: PriceVersion): string {
  const span = perSeconds === SECONDS_OF_AN_HOUR ? 'an hour' : `for ${perSeconds} s`;
  return `${writeMoney({ amount, currency })} ${span} from ${startsAt.toISOString()}`;
}
