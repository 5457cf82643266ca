import { html, type Html } from '../html.ts';
import { layout } from '../pages/layout.ts';
import type { Visit } from '../pages/visit.ts';
import type { Tool } from '../platform/tools.ts';
import { adminTexts } from './admin-texts.ts';
import type { RegisteredTool } from './registered-tool.ts';

export const ADMIN_PATH = '/admin/tools';

interface Tools {
  /** Registered by configuration, always there. */
  readonly fixed: readonly Tool[];
  readonly registered: readonly RegisteredTool[];
}

/** Every tool, and the field for the address of one more. */
export function toolsPage(visit: Visit, { fixed, registered }: Tools): Html {
  const { frame, t, language } = visit;
  const a = adminTexts[language];
  const rows = [...fixed.map((tool) => row(visit, { ...tool, status: 'active' }, false)), ...registered.map((tool) => row(visit, tool, true))];
  return layout(frame, {
    title: a.title,
    trail: [{ href: '/dashboard', label: t.dashboard }],
    main: html`<div class="hero"><h1>${a.title}</h1><p>${a.lead}</p></div>
<div class="table-scroll" tabindex="0" role="region" aria-label="${a.title}"><table>
<thead><tr><th scope="col">${a.name}</th><th scope="col">${a.clientId}</th><th scope="col">${a.deploymentId}</th><th scope="col">${a.state}</th><th scope="col">${a.action}</th></tr></thead>
<tbody>${rows}</tbody></table></div>
<section class="panel"><h2><label for="registration-url">${a.add}</label></h2>
<form method="get" action="${ADMIN_PATH}/add"><p><input id="registration-url" name="url" type="url" required autocomplete="off"> <button class="button">${a.addButton}</button></p></form></section>`,
  });
}

function row({ language }: Visit, tool: Pick<RegisteredTool, 'name' | 'clientId' | 'deploymentId' | 'status'>, changeable: boolean): Html {
  const a = adminTexts[language];
  const act = (action: string, label: string): Html => html`<form method="post" action="${ADMIN_PATH}/${encodeURIComponent(tool.clientId)}/${action}"><button class="button secondary">${label}</button></form>`;
  return html`<tr><th scope="row">${tool.name}</th><td><code>${tool.clientId}</code></td><td>${tool.deploymentId}</td><td>${a[tool.status]}</td>
<td>${changeable && tool.status === 'pending' && act('activate', a.activate)}${changeable && act('remove', a.remove)}</td></tr>`;
}

/** In the frame, before the tool is asked: whether it is one of those that are there. */
export function choicePage({ frame, language }: Visit, registrationUrl: string, there: readonly RegisteredTool[]): Html {
  const a = adminTexts[language];
  const start = (tool: string): string => `${ADMIN_PATH}/start?${new URLSearchParams({ url: registrationUrl, tool }).toString()}`;
  return layout(frame, {
    title: a.adding,
    trail: [],
    main: html`<h1>${a.choice}</h1><ul>${there.map(({ clientId, name }) => html`<li><a href="${start(clientId)}">${a.update} ${name} (${clientId})</a></li>`)}</ul>
<p><a href="${start('new')}">${a.registerNew}</a></p>`,
  });
}

/** The tool's own registration page in a frame. */
export function addingPage({ frame, t, language }: Visit, registrationUrl: string): Html {
  const a = adminTexts[language];
  return layout(frame, {
    title: a.adding,
    trail: [{ href: '/dashboard', label: t.dashboard }, { href: ADMIN_PATH, label: a.title }],
    width: 'wide',
    scripts: ['registration-done.js'],
    main: html`<div class="activity-head"><div><h1>${a.adding}</h1><p>${a.addingLead}</p></div><a class="button secondary" id="way-back" href="${ADMIN_PATH}">${a.back}</a></div>
<iframe class="tool" name="registration" title="${a.frame}" src="${ADMIN_PATH}/start?${new URLSearchParams({ url: registrationUrl }).toString()}"></iframe>`,
  });
}
