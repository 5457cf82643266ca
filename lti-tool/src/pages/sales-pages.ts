import { chargeFor, listContracts, listProducts, priceAt, pricesOf, searchInvoices, type PriceVersion, type Product } from '@cloudclass/billing';
import { z } from 'zod';
import { fail } from '../errors.ts';
import { customerNames } from '../features/identity/institutions.ts';
import { publishPrice } from '../use-cases/catalog.ts';
import { amountOf } from './amount.ts';
import { createContractPages } from './contract-pages.ts';
import { differingInvoiceViews } from './differing-invoices.ts';
import { invoiceViews } from './invoice-views.ts';
import type { PriceVersionView, ProductView } from './views/sales.ts';
import type { PageDeps } from './page-deps.ts';
import type { SalesPages } from './pages.ts';
import { actorName, asStaff } from './rights.ts';

/** What a sales page can do. */
export function createSalesPages(deps: PageDeps): SalesPages {
  const products = async (): Promise<ProductView[]> => (await listProducts(deps)).map((product) => productView(product, deps.clock.now()));
  return {
    async products(session) {
      asStaff(session, 'sales');
      return products();
    },
    ...createContractPages(deps),
    async differingInvoices(session) {
      asStaff(session, 'sales');
      return differingInvoiceViews(deps);
    },
    async customerInvoices(session, { standing, institutionId, after }) {
      asStaff(session, 'sales');
      const invoices = await searchInvoices(deps, { standing, institutionId: idOrNull(institutionId), after: idOrNull(after) });
      const [views, names] = [await invoiceViews(deps.sql, invoices), await customerNames(deps.sql)];
      const ofInvoice = new Map(invoices.map((invoice) => [invoice.id, invoice.institutionId]));
      return views.map((invoice) => {
        const id = ofInvoice.get(invoice.id) ?? '';
        return { institution: { id, name: names.get(id) ?? id }, invoice };
      });
    },
    async priceCheck(session, { product, minutes, contractId }) {
      asStaff(session, 'sales');
      const contract = (await listContracts(deps)).find((known) => known.id === contractId);
      const currency = contract?.currency ?? 'KRW';
      const price = priceAt(await pricesOf(deps.sql, product, currency), deps.clock.now());
      if (price === undefined || !(minutes >= 0 && minutes <= 10_000_000)) throw fail('BAD_INPUT', { detail: 'a product with a price and a number of minutes are needed' });
      const { list, net } = chargeFor(price, contract?.discountBasisPoints ?? 0, BigInt(Math.round(minutes * 60)));
      return { list: { amount: list, currency }, discount: { amount: list - net, currency }, net: { amount: net, currency } };
    },
    async publishPrice(session, { product, amount, currency, perQuantity, from }) {
      const by = actorName(asStaff(session, 'sales'));
      await publishPrice(deps, { product, currency, amount: amountOf(amount), perSeconds: amountOf(String(perQuantity)), startsAt: from }, by);
      const view = (await products()).find((known) => known.code === product);
      if (view === undefined) throw fail('INTERNAL', { detail: `product ${product} vanished` });
      return view;
    },
  };
}

/** @throws BAD_INPUT */
function idOrNull(id: string | null | undefined): string | null {
  const parsed = z.uuid().nullish().safeParse(id);
  if (!parsed.success) throw fail('BAD_INPUT', { detail: 'id' });
  return parsed.data ?? null;
}

function productView({ code, name, unit, prices }: Product & { readonly prices: readonly PriceVersion[] }, now: Date): ProductView {
  return { code, name, unit, prices: prices.map((price) => priceView(price, { unit, prices, now })) };
}

/** A price ends where the next one of its currency begins. */
function priceView(price: PriceVersion, { unit, prices, now }: { unit: string; prices: readonly PriceVersion[]; now: Date }): PriceVersionView {
  const next = prices.filter((other) => other.currency === price.currency && other.startsAt > price.startsAt).toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())[0];
  const status = price.startsAt > now ? 'planned' : next !== undefined && next.startsAt <= now ? 'past' : 'in-force';
  return { id: price.id, amount: { amount: price.amount, currency: price.currency }, perQuantity: Number(price.perSeconds), unit, from: price.startsAt, to: next?.startsAt ?? null, status };
}
