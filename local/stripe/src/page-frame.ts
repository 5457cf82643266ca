/** Makes text safe between tags and in attributes. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Currencies without decimals, of those that are used here. @see https://docs.stripe.com/currencies#zero-decimal */
const ZERO_DECIMAL: ReadonlySet<string> = new Set(['krw', 'jpy']);

/** An amount of minor units as a person reads it. */
export function money(amount: number, currency: string): string {
  const value = ZERO_DECIMAL.has(currency) ? amount : amount / 100;
  return new Intl.NumberFormat('en', { style: 'currency', currency: currency.toUpperCase() }).format(value);
}

/** A day in UTC. */
export const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

const style = `
:root {
  color-scheme: light dark;
  --surface: light-dark(#f6f8fb, #14171f); --card: light-dark(#fff, #1d2230); --line: light-dark(#e3e8ef, #313849);
  --text: light-dark(#1a2233, #e9edf5); --quiet: light-dark(#54607a, #a7b1c6);
  --accent: light-dark(#5046d6, #a59dff); --on-accent: light-dark(#fff, #14171f);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--surface); color: var(--text); font: 16px/1.5 'Pretendard Variable', system-ui, sans-serif; overflow-wrap: anywhere; }
header { padding: 1rem clamp(1rem, 5vw, 3rem); border-bottom: 1px solid var(--line); background: var(--card); display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; }
header a { color: inherit; text-decoration: none; font-weight: 650; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; } h2 { font-size: 1.125rem; margin: 2rem 0 .75rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; } th { text-align: left; color: var(--quiet); font-weight: 500; }
th, td { padding: .6rem .5rem; border-bottom: 1px solid var(--line); } tr:last-child > * { border-bottom: 0; }
.amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .total > * { font-weight: 650; color: var(--text); }
.status { border: 1px solid var(--line); border-radius: 99px; padding: 0 .6rem; font-size: .875rem; font-weight: 500; white-space: nowrap; }
.quiet { color: var(--quiet); } a { color: var(--accent); }
.acts { display: flex; gap: .75rem; flex-wrap: wrap; margin-top: 1.5rem; }
button { font: inherit; font-weight: 600; border: 1px solid var(--accent); border-radius: 8px; padding: .7rem 1.4rem; min-height: 44px; background: var(--accent); color: var(--on-accent); cursor: pointer; }
button.second { background: transparent; color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 30rem) { .wide { display: none; } .card { padding: .75rem; } }`;

/** A whole page. @param body HTML whose texts are escaped */
export function framed(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)} · Local Stripe</title><link rel="stylesheet" href="/fonts/pretendard.css"><style>${style}</style></head>
<body>
<header><a href="/">Local Stripe</a><span class="quiet">Test data on this machine; no money moves.</span></header>
<main>${body}</main>
</body>
</html>`;
}

/** A column of a table: amounts stand right; what a narrow screen can spare is marked so. */
export interface Column {
  readonly title: string;
  readonly kind?: 'amount' | 'wide';
}

/** A table. @param rows cells of HTML, one list per row */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], foot = ''): string {
  const classOf = (index: number): string => (columns[index]?.kind === undefined ? '' : ` class="${columns[index].kind}"`);
  const head = columns.map(({ title }, index) => `<th scope="col"${classOf(index)}>${title}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell, index) => `<td${classOf(index)}>${cell}</td>`).join('')}</tr>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}${foot}</tbody></table>`;
}
