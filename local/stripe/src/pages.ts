import { itemsOf, totalOf } from './invoices.ts';
import { day, escape, framed, money, table } from './page-frame.ts';
import type { State, StoredInvoice } from './state.ts';

function nameOf(state: State, customer: string): string {
  return escape(state.customers[customer]?.name ?? customer);
}

/** Who is billed, and every invoice, newest first. */
export function dashboardPage(state: State): string {
  return framed('Invoices', `<h1>Invoices</h1><div class="card">${invoicesTable(state)}</div><h2>Customers</h2><div class="card">${customersTable(state)}</div>`);
}

function invoicesTable(state: State): string {
  const invoices = Object.values(state.invoices).toReversed();
  if (invoices.length === 0) return '<p class="quiet">No invoice yet. Draft one on the manager’s page; it appears here.</p>';
  return table(
    [{ title: 'Invoice' }, { title: 'Customer', kind: 'wide' }, { title: 'Created', kind: 'wide' }, { title: 'Status' }, { title: 'Total', kind: 'amount' }],
    invoices.map((invoice) => [
      `<a href="/invoice/${invoice.id}">${invoice.number ?? invoice.id}</a>`,
      nameOf(state, invoice.customer),
      day(invoice.created),
      `<span class="status">${invoice.status}</span>`,
      money(totalOf(state, invoice), invoice.currency),
    ]),
  );
}

function customersTable(state: State): string {
  const customers = Object.values(state.customers).toReversed();
  if (customers.length === 0) return '<p class="quiet">No customer yet. An institution becomes one with its first invoice.</p>';
  const invoicesOf = (id: string): number => Object.values(state.invoices).filter((invoice) => invoice.customer === id).length;
  return table(
    [{ title: 'Name' }, { title: 'Id', kind: 'wide' }, { title: 'Since', kind: 'wide' }, { title: 'Invoices', kind: 'amount' }],
    customers.map(({ id, created }) => [nameOf(state, id), id, day(created), String(invoicesOf(id))]),
  );
}

/** What the payer sees: the lines, the total, and buttons that pay, or try to. */
export function invoicePage(state: State, invoice: StoredInvoice): string {
  const total = money(totalOf(state, invoice), invoice.currency);
  const lines = table(
    [{ title: 'Description' }, { title: 'Amount', kind: 'amount' }],
    itemsOf(state, invoice).map((item) => [escape(item.description), money(item.amount, item.currency)]),
    `<tr class="total"><th scope="row">Total</th><td class="amount">${total}</td></tr>`,
  );
  return framed(
    invoice.number ?? 'Draft',
    `<h1>Invoice ${invoice.number ?? '(draft)'} <span class="status">${invoice.status}</span></h1>
<p class="quiet">Billed to ${nameOf(state, invoice.customer)} · ${day(invoice.created)}</p><div class="card">${lines}</div>${invoice.status === 'open' ? payerActs(invoice.id, total) : ''}`,
  );
}

function payerActs(id: string, total: string): string {
  return `<div class="acts"><form method="post" action="/invoice/${id}/pay"><button>Pay ${total} (test)</button></form>
<form method="post" action="/invoice/${id}/decline"><button class="second">Try a card that is declined</button></form></div>`;
}
