import { itemsOf, ZERO_DECIMAL } from './invoices.ts';
import type { State, StoredInvoice } from './state.ts';

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function money(amount: number, currency: string): string {
  const value = ZERO_DECIMAL.has(currency) ? amount : amount / 100;
  return new Intl.NumberFormat('en', { style: 'currency', currency: currency.toUpperCase() }).format(value);
}

const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

const style = `
:root { color-scheme: light dark; --surface: light-dark(#f6f8fb, #14171f); --card: light-dark(#fff, #1d2230); --line: light-dark(#e3e8ef, #313849); --text: light-dark(#1a2233, #e9edf5); --quiet: light-dark(#54607a, #a7b1c6); --accent: light-dark(#5046d6, #a59dff); --on-accent: light-dark(#fff, #14171f); }
* { box-sizing: border-box; } body { margin: 0; background: var(--surface); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
header { padding: 1rem clamp(1rem, 5vw, 3rem); border-bottom: 1px solid var(--line); background: var(--card); display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; } header a { color: inherit; text-decoration: none; font-weight: 650; } header span { color: var(--quiet); }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem; } h1 { font-size: 1.5rem; margin: 0 0 1rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; margin-bottom: 1.5rem; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; } th { text-align: left; color: var(--quiet); font-weight: 500; } th, td { padding: .6rem .5rem; border-bottom: 1px solid var(--line); } tr:last-child td { border-bottom: 0; } .amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.status { display: inline-block; border: 1px solid var(--line); border-radius: 99px; padding: 0 .6rem; font-size: .875rem; } .total td { font-weight: 650; }
a { color: var(--accent); } button { font: inherit; font-weight: 600; border: 0; border-radius: 8px; padding: .7rem 1.4rem; background: var(--accent); color: var(--on-accent); cursor: pointer; } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; } .quiet { color: var(--quiet); }`;

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${style}</style></head><body><header><a href="/">Local Stripe</a><span>Test data on this machine; no money moves.</span></header><main>${body}</main></body></html>`;
}

function nameOf(state: State, customer: string): string {
  return escape(state.customers[customer]?.name ?? customer);
}

const totalOf = (state: State, invoice: StoredInvoice): number => itemsOf(state, invoice).reduce((sum, item) => sum + item.amount, 0);

/** The dashboard: every invoice, newest first. */
export function dashboardPage(state: State): string {
  const rows = Object.values(state.invoices).toReversed().map((invoice) => `<tr><td><a href="/invoice/${invoice.id}">${invoice.number ?? invoice.id}</a></td><td>${nameOf(state, invoice.customer)}</td><td>${day(invoice.created)}</td><td><span class="status">${invoice.status}</span></td><td class="amount">${money(totalOf(state, invoice), invoice.currency)}</td></tr>`);
  const table = rows.length === 0
    ? '<p class="quiet">No invoice yet. Draft one on the manager’s page; it appears here.</p>'
    : `<table><thead><tr><th scope="col">Invoice</th><th scope="col">Customer</th><th scope="col">Created</th><th scope="col">Status</th><th scope="col" class="amount">Total</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return page('Invoices · Local Stripe', `<h1>Invoices</h1><div class="card">${table}</div>`);
}

/** What the payer sees: the lines, the total, and a button that pays. */
export function invoicePage(state: State, invoice: StoredInvoice): string {
  const lines = itemsOf(state, invoice).map((item) => `<tr><td>${escape(item.description)}</td><td class="amount">${money(item.amount, item.currency)}</td></tr>`);
  const total = `<tr class="total"><td>Total</td><td class="amount">${money(totalOf(state, invoice), invoice.currency)}</td></tr>`;
  const pay = invoice.status === 'open' ? `<form method="post" action="/invoice/${invoice.id}/pay"><button>Pay ${money(totalOf(state, invoice), invoice.currency)} (test)</button></form>` : '';
  return page(
    `${invoice.number ?? 'Draft'} · Local Stripe`,
    `<h1>Invoice ${escape(invoice.number ?? '(draft)')} <span class="status">${invoice.status}</span></h1><p class="quiet">Billed to ${nameOf(state, invoice.customer)} · ${day(invoice.created)}</p><div class="card"><table><thead><tr><th scope="col">Description</th><th scope="col" class="amount">Amount</th></tr></thead><tbody>${lines.join('')}${total}</tbody></table></div>${pay}`,
  );
}
