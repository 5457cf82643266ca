import { z } from 'zod';
import { asAwsError, type AwsError } from '../errors.ts';
import type { Table } from './dynamodb-read.ts';
import { plain } from './dynamodb-values.ts';
import { type Html, html } from './html.ts';
import { actionForm, table as listing } from './layout.ts';
import { call, type Visit } from './visit.ts';

type Item = Readonly<Record<string, unknown>>;

/** What was asked of a table: nothing yet, what it answered, or why it did not. */
export type Exploration = { readonly kind: 'unasked' } | { readonly kind: 'found'; readonly items: readonly Item[] } | { readonly kind: 'failed'; readonly error: AwsError };

const WAYS = [['query', 'Query: the items of one partition'], ['get', 'Get item: one item by its whole key'], ['scan', 'Scan: the whole table']] as const;
const CONDITIONS = [['', 'Any'], ['=', 'Equal to'], ['begins_with', 'Begins with'], ['<=', 'Less than or equal to'], ['>=', 'Greater than or equal to']] as const;

function asked(visit: Visit, name: string): string {
  return visit.request.query.get(name) ?? '';
}

function query(visit: Visit, { name, keys: [partition, sort] }: Table): Promise<object> {
  const condition = sort === undefined ? '' : asked(visit, 'condition');
  const onSort = condition === 'begins_with' ? ' AND begins_with(#s, :s)' : ` AND #s ${condition} :s`;
  const values = { ':p': { [partition?.type ?? 'S']: asked(visit, 'key0') } };
  return call(visit, 'dynamodb', 'Query', {
    TableName: name,
    KeyConditionExpression: `#p = :p${condition === '' ? '' : onSort}`,
    ExpressionAttributeNames: { '#p': partition?.name ?? '', ...(condition === '' ? {} : { '#s': sort?.name ?? '' }) },
    ExpressionAttributeValues: condition === '' ? values : { ...values, ':s': { [sort?.type ?? 'S']: asked(visit, 'key1') } },
  });
}

function get(visit: Visit, { name, keys }: Table): Promise<object> {
  const Key = Object.fromEntries(keys.map((key, index) => [key.name, { [key.type]: asked(visit, `key${index}`) }]));
  return call(visit, 'dynamodb', 'GetItem', { TableName: name, Key });
}

const itemsSchema = z.object({ Items: z.array(z.record(z.string(), z.unknown())).optional(), Item: z.record(z.string(), z.unknown()).optional() })
  .transform(({ Items, Item: one }) => Items ?? (one === undefined ? [] : [one]));

/** Reads a table as the address of the page asks. Nothing is read unasked: a scan would be, and costs. */
export async function explore(visit: Visit, table: Table): Promise<Exploration> {
  const how = asked(visit, 'how');
  if (visit.request.method === 'POST' || !WAYS.some(([way]) => way === how)) return { kind: 'unasked' };
  try {
    const reading = how === 'scan' ? call(visit, 'dynamodb', 'Scan', { TableName: table.name }) : how === 'get' ? get(visit, table) : query(visit, table);
    return { kind: 'found', items: itemsSchema.parse(await reading) };
  } catch (thrown) {
    return { kind: 'failed', error: asAwsError(thrown) };
  }
}

function keyFields(visit: Visit, { keys }: Table): Html[] {
  return keys.map(({ name, label }, index) => html`${index === 0 ? null : html`<label>Condition on ${name} <span class="hint">for a query</span>
<select name="condition">${CONDITIONS.map(([value, text]) => html`<option value="${value}" ${asked(visit, 'condition') === value ? html`selected` : null}>${text}</option>`)}</select></label>`}
<label>${name} <span class="hint">${label}</span><input name="key${index}" value="${asked(visit, `key${index}`)}" autocomplete="off" spellcheck="false"></label>`);
}

function itemRow(visit: Visit, { name, keys }: Table, names: readonly string[], item: Item): Html {
  const key = JSON.stringify(Object.fromEntries(keys.map((one) => [one.name, item[one.name]])));
  const spoken = keys.map((one) => plain(item[one.name])).join(' ');
  const remove = actionForm(visit, `/console/dynamodb/${encodeURIComponent(name)}/delete-item`, html`<input type="hidden" name="key" value="${key}"><button class="quiet">Delete<span class="sr"> ${spoken}</span></button>`);
  const isKey = (attribute: string): boolean => keys.some((one) => one.name === attribute);
  return html`<tr>${names.map((attribute) => html`<td ${isKey(attribute) ? html`class="key"` : null}>${plain(item[attribute])}</td>`)}<td>${remove}</td></tr>`;
}

function results(visit: Visit, table: Table, items: readonly Item[]): Html {
  const keys = table.keys.map(({ name }) => name);
  const names = [...new Set([...keys, ...items.flatMap((item) => Object.keys(item))])];
  const heading = html`<h3 id="results">${items.length === 1 ? '1 item' : `${items.length} items`}</h3>`;
  return html`${heading}${listing([...names, ''], items.map((item) => itemRow(visit, table, names, item)), 'Nothing was found.')}`;
}

/** The form that reads a table, and what it found. */
export function explorePart(visit: Visit, table: Table, exploration: Exploration): Html {
  const how = asked(visit, 'how') || 'query';
  const choices = WAYS.map(([way, text]) => html`<label class="choice"><input type="radio" name="how" value="${way}" ${way === how ? html`checked` : null}>${text}</label>`);
  return html`<section aria-labelledby="explore"><h2 id="explore">Explore items</h2>
<form method="get" action="/console/dynamodb/${encodeURIComponent(table.name)}"><input type="hidden" name="tab" value="items">
<fieldset><legend>Scan or query items</legend>${choices}</fieldset>${keyFields(visit, table)}<button>Run</button></form>
${exploration.kind === 'found' ? results(visit, table, exploration.items) : null}</section>`;
}
