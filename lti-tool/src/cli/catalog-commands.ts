import { listProducts, writeMoney, type Money, type PriceVersion, type Product } from '@cloudclass/billing';
import type { Command } from 'commander';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Sql } from '../ports/sql.ts';
import { namesOf, priceInWords, publishPrice, putProduct } from '../use-cases/catalog.ts';
import { explained } from './explained.ts';
import { instant, money } from './options.ts';

export interface SalesCommandDeps {
  /** Runs work with a database, which is opened for it and closed after it. */
  readonly withSql: (work: (sql: Sql) => Promise<void>) => Promise<void>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly print: (line: string) => void;
}

const SECONDS_OF_AN_HOUR = 3_600n;

/** Adds `catalog list | product | price` to a program. */
export function addCatalogCommands(program: Command, deps: SalesCommandDeps): void {
  const catalog = program.command('catalog').description('what labs are sold as, and their prices');
  catalog
    .command('list')
    .description('show every product with its prices')
    .action(() => explained(catalog, () => deps.withSql(async (sql) => (await listProducts({ sql })).flatMap(lines).forEach((line) => deps.print(line)))));
  catalog
    .command('product')
    .description('put a product into the catalogue, or give it another name; packs name it by its code')
    .argument('<code>', 'code, for instance lab-standard')
    .requiredOption('--ko <name>', 'name in Korean')
    .requiredOption('--en <name>', 'name in English')
    .action((code: string, name: Product['name']) => explained(catalog, () => deps.withSql((sql) => product(deps, sql, { code, name: { ko: name.ko, en: name.en }, unit: 'second' }))));
  catalog
    .command('price')
    .description('publish what an hour of a product costs from a time on; a price is followed by another, never changed')
    .argument('<product>', 'code of the product')
    .requiredOption('--hour <amount>', 'for instance "600 KRW" or "0.60 USD"', money)
    .option('--from <time>', 'from when on; now, where it is left out. The first price of a currency may start in the past', instant)
    .action((code: string, { hour, from }: { readonly hour: Money; readonly from?: Date }) => explained(catalog, () => deps.withSql((sql) => price(deps, sql, { code, hour, from: from ?? null }))));
}

async function product(deps: SalesCommandDeps, sql: Sql, put: Product): Promise<void> {
  await putProduct({ ...deps, sql }, put, 'cloudclass catalog product');
  deps.print(`${put.code}: ${namesOf(put)}`);
}

async function price(deps: SalesCommandDeps, sql: Sql, { code, hour, from }: { readonly code: string; readonly hour: Money; readonly from: Date | null }): Promise<void> {
  const published = await publishPrice({ ...deps, sql }, { product: code, ...hour, perSeconds: SECONDS_OF_AN_HOUR, startsAt: from }, 'cloudclass catalog price');
  deps.print(`${code}: ${priceInWords(published)}`);
}

function lines({ code, name, prices }: Product & { readonly prices: readonly PriceVersion[] }): string[] {
  const own = prices.map(({ amount, currency, perSeconds, startsAt }) => `  ${writeMoney({ amount, currency })} for ${perSeconds} s from ${startsAt.toISOString()}`);
  return [`${code}  ${name.ko} / ${name.en}`, ...(own.length === 0 ? ['  no price yet: labs of this product do not start'] : own)];
}
