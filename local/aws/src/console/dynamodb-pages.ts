import type { WireResponse } from '../server/wire.ts';
import { explore, explorePart } from './dynamodb-explore.ts';
import { readBackups, readExpiry, readRecovery, readTable, readTablePolicy, readTables, type Table } from './dynamodb-read.ts';
import { type Html, html } from './html.ts';
import { actionForm, choice, page, type Said, saidBy, table as listing } from './layout.ts';
import { kept, type Visit } from './visit.ts';

const TABS = [['items', 'Explore items'], ['settings', 'Additional settings'], ['backups', 'Backups'], ['permissions', 'Permissions']] as const;
export type TableTab = (typeof TABS)[number][0];

function tableUrl(name: string, tab: TableTab = 'items'): string {
  return `/console/dynamodb/${encodeURIComponent(name)}?tab=${tab}`;
}

function keyText({ keys }: Table, label: string): string {
  const key = keys.find((one) => one.label === label);
  return key === undefined ? 'none' : `${key.name} (${key.type})`;
}

function capacityText({ onDemand, readUnits, writeUnits }: Table): string {
  return onDemand ? 'On-demand' : `Provisioned: ${readUnits} read, ${writeUnits} write`;
}

const TYPES = [['S', 'String'], ['N', 'Number'], ['B', 'Binary']] as const;

function typeSelect(visit: Visit, name: string, of: string): Html {
  const chosen = kept(visit, name, 'S');
  return html`<label>Type of the ${of}<select name="${name}">${TYPES.map(([value, text]) => html`<option value="${value}" ${value === chosen ? html`selected` : null}>${text}</option>`)}</select></label>`;
}

function capacityFields(mode: string, units: { readonly read: string; readonly write: string }): Html {
  return html`<fieldset><legend>Capacity mode</legend>
${choice('capacity', 'PAY_PER_REQUEST', 'On-demand: pay for each request', mode === 'PAY_PER_REQUEST')}
${choice('capacity', 'PROVISIONED', 'Provisioned: reserve capacity, paid by the hour', mode === 'PROVISIONED')}</fieldset>
<label>Read capacity units <span class="hint">provisioned only</span><input name="readUnits" inputmode="numeric" value="${units.read}"></label>
<label>Write capacity units <span class="hint">provisioned only</span><input name="writeUnits" inputmode="numeric" value="${units.write}"></label>`;
}

function createPart(visit: Visit): Html {
  return html`<section aria-labelledby="create"><h2 id="create">Create table</h2>
${actionForm(visit, '/console/dynamodb/create', html`
<label>Table name<input name="table" required minlength="3" maxlength="255" value="${kept(visit, 'table', '')}" autocomplete="off" spellcheck="false"></label>
<label>Partition key<input name="partition" required value="${kept(visit, 'partition', '')}" autocomplete="off" spellcheck="false"></label>${typeSelect(visit, 'partitionType', 'partition key')}
<label>Sort key <span class="hint">optional</span><input name="sort" value="${kept(visit, 'sort', '')}" autocomplete="off" spellcheck="false"></label>${typeSelect(visit, 'sortType', 'sort key')}
${capacityFields(kept(visit, 'capacity', 'PAY_PER_REQUEST'), { read: kept(visit, 'readUnits', '5'), write: kept(visit, 'writeUnits', '5') })}
<label class="choice"><input type="checkbox" name="protected" ${visit.form.has('protected') ? html`checked` : null}>Turn on deletion protection</label>
<p class="hint">The table is made in the Region chosen at the top of this page, ${visit.session.region}. Its keys cannot be changed later.</p>
<button>Create table</button>`)}</section>`;
}

/** The list of tables, and the form that makes one. */
export async function tablesPage(visit: Visit, said: Said): Promise<WireResponse> {
  const rows = (await readTables(visit)).map((one) => html`<tr><td><a href="${tableUrl(one.name)}">${one.name}</a></td><td>${one.status}</td>
<td>${keyText(one, 'Partition key')}</td><td>${keyText(one, 'Sort key')}</td><td>${capacityText(one)}</td></tr>`);
  return page(visit, 'Tables', html`${listing(['Name', 'Status', 'Partition key', 'Sort key', 'Capacity'], rows, 'This Region has no tables yet.')}${createPart(visit)}`, said);
}

function putPart(visit: Visit, table: Table): Html {
  const isNew = !visit.form.has('formToken');
  return html`<section aria-labelledby="put"><h2 id="put">Create item</h2>
${actionForm(visit, `/console/dynamodb/${encodeURIComponent(table.name)}/put-item`, html`
${table.keys.map(({ name, label }, index) => html`<label>${name} <span class="hint">${label}</span><input name="item${index}" required value="${kept(visit, `item${index}`, '')}" autocomplete="off" spellcheck="false"></label>`)}
<label>Other attributes as JSON <span class="hint">for example {"title": "Operating Systems", "total": 38000}</span>
<textarea name="attributes" rows="4" spellcheck="false">${kept(visit, 'attributes', '')}</textarea></label>
<label class="choice"><input type="checkbox" name="once" ${isNew || visit.form.has('once') ? html`checked` : null}>Only if no item has this key yet</label>
<button>Create item</button>`)}</section>`;
}

function removePart(visit: Visit, { name }: Table): Html {
  return html`<section aria-labelledby="remove"><h2 id="remove">Delete table</h2>
${actionForm(visit, `/console/dynamodb/${encodeURIComponent(name)}/delete-table`, html`<p class="hint">The table goes with all its items.</p><button class="danger">Delete table</button>`)}</section>`;
}

async function settingsTab(visit: Visit, table: Table): Promise<Html> {
  const action = `/console/dynamodb/${encodeURIComponent(table.name)}`;
  const expiry = await readExpiry(visit, table.name);
  const units = { read: String(table.readUnits || 5), write: String(table.writeUnits || 5) };
  return html`<section aria-labelledby="capacity"><h2 id="capacity">Read/write capacity</h2><p>${capacityText(table)}</p>
${actionForm(visit, `${action}/capacity`, html`${capacityFields(table.onDemand ? 'PAY_PER_REQUEST' : 'PROVISIONED', units)}<button>Save changes</button>`)}</section>
<section aria-labelledby="expiry"><h2 id="expiry">Time to Live (TTL)</h2>
${expiry === null ? actionForm(visit, `${action}/expiry`, html`<p>Off.</p><label>TTL attribute name<input name="attribute" required value="${kept(visit, 'attribute', '')}" autocomplete="off" spellcheck="false"></label><button>Turn on</button>`)
    : actionForm(visit, `${action}/expiry-off`, html`<p>On, by the attribute <code>${expiry}</code>.</p><input type="hidden" name="attribute" value="${expiry}"><button class="quiet">Turn off</button>`)}</section>
<section aria-labelledby="protection"><h2 id="protection">Deletion protection</h2>
${actionForm(visit, `${action}/protection`, html`<p>${table.isProtected ? 'On.' : 'Off.'}</p><input type="hidden" name="protected" value="${table.isProtected ? 'off' : 'on'}">
<button ${table.isProtected ? html`class="quiet"` : null}>${table.isProtected ? 'Turn off' : 'Turn on'}</button>`)}</section>
${removePart(visit, table)}`;
}

async function backupsTab(visit: Visit, { name }: Table): Promise<Html> {
  const action = `/console/dynamodb/${encodeURIComponent(name)}`;
  const since = await readRecovery(visit, name);
  const rows = (await readBackups(visit, name)).map((backup) => html`<tr><td>${backup.BackupName}</td><td>${backup.BackupType}</td><td><time>${backup.BackupCreationDateTime.toISOString()}</time></td>
<td>${actionForm(visit, `${action}/backup-delete`, html`<input type="hidden" name="backup" value="${backup.BackupArn}"><button class="quiet">Delete<span class="sr"> ${backup.BackupName}</span></button>`)}</td></tr>`);
  return html`<section aria-labelledby="recovery"><h2 id="recovery">Point-in-time recovery (PITR)</h2>
${actionForm(visit, `${action}/recovery`, html`<p>${since === null ? 'Off.' : html`On. The table can be restored as it was at any second since <time>${since.toISOString()}</time>.`}</p>
<input type="hidden" name="recovery" value="${since === null ? 'on' : 'off'}"><button ${since === null ? null : html`class="quiet"`}>${since === null ? 'Turn on' : 'Turn off'}</button>`)}</section>
<section aria-labelledby="backups"><h2 id="backups">Backups</h2>${listing(['Name', 'Type', 'Created', ''], rows, 'This table has no backups.')}
${actionForm(visit, `${action}/backup`, html`<label>Backup name<input name="backup" required minlength="3" autocomplete="off" spellcheck="false"></label><button>Create backup</button>`)}</section>`;
}

async function permissionsTab(visit: Visit, { name, arn }: Table): Promise<Html> {
  const action = `/console/dynamodb/${encodeURIComponent(name)}`;
  const stored = await readTablePolicy(visit, arn);
  return html`<section aria-labelledby="policy"><h2 id="policy">Resource-based policy for table</h2>
<p class="hint">Table ARN <code>${arn}</code></p>
${actionForm(visit, `${action}/policy`, html`<label>Policy as JSON<textarea name="policy" rows="16" spellcheck="false">${kept(visit, 'policy', stored ?? '')}</textarea></label><button>Save changes</button>`)}
${stored === null ? null : actionForm(visit, `${action}/policy-delete`, html`<button class="quiet">Delete policy</button>`)}</section>`;
}

interface Tab {
  readonly body: Html;
  /** What the tab itself has to tell, such as why it could not read. */
  readonly said?: Said;
}

async function itemsTab(visit: Visit, table: Table): Promise<Tab> {
  const exploration = await explore(visit, table);
  const body = html`${explorePart(visit, table, exploration)}${putPart(visit, table)}`;
  return exploration.kind === 'failed' ? { body, said: saidBy(exploration.error) } : { body };
}

async function tabOf(visit: Visit, table: Table, tab: string): Promise<Tab> {
  if (tab === 'settings') return { body: await settingsTab(visit, table) };
  if (tab === 'backups') return { body: await backupsTab(visit, table) };
  return tab === 'permissions' ? { body: await permissionsTab(visit, table) } : itemsTab(visit, table);
}

/** One table: its items, settings, backups or permissions. */
export async function tablePage(visit: Visit, said: Said, asked?: string): Promise<WireResponse> {
  const table = await readTable(visit, visit.path[1] ?? '');
  const tab = asked ?? visit.request.query.get('tab') ?? 'items';
  const links = TABS.map(([id, text]) => html`<a href="${tableUrl(table.name, id)}" ${id === tab ? html`aria-current="page"` : null}>${text}</a>`);
  const { body, said: own } = await tabOf(visit, table, tab);
  const facts = html`<dl class="facts"><div><dt>Partition key</dt><dd>${keyText(table, 'Partition key')}</dd></div><div><dt>Sort key</dt><dd>${keyText(table, 'Sort key')}</dd></div>
<div><dt>Capacity</dt><dd>${capacityText(table)}</dd></div><div><dt>Items</dt><dd>${table.items}</dd></div></dl>`;
  return page(visit, table.name, html`<p><a href="/console/dynamodb">All tables</a></p>${facts}<nav class="tabs" aria-label="Table">${links}</nav>${body}`, own ?? said);
}
