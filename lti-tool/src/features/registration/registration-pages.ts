import { escaped, plainPage, refusalPage, type PageContext, type Refusal } from '../../http/plain-page.ts';
import type { PlatformConfiguration } from './platform-configuration.ts';
import type { RegistrationOffer } from './register.ts';
import { registrationMessagesKo } from './registration-messages-ko.ts';
import { pageWords, type PageWords } from './registration-words.ts';

const style = (nonce: string): string => `<style nonce="${nonce}">
body{margin-block:2rem;word-break:keep-all;overflow-wrap:anywhere}main{max-width:40rem}h2{font-size:1rem;font-weight:600;margin:1.5rem 0 .25rem}ul,ol{margin:.25rem 0;padding-inline-start:1.25rem}li{margin:.25rem 0}
dd{font-family:inherit;user-select:auto}.warn{border-inline-start:3px solid #b45309;padding:.25rem .75rem;margin:1rem 0}
.main{background:#1d4ed8;border-color:#1d4ed8;color:#fff;font-weight:600;margin-top:1.5rem}.main:hover{background:#1e40af}.main:focus-visible{outline:3px solid #93c5fd;outline-offset:2px}
@media (max-width:30rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}
</style>`;

/** Says what will be registered, for whom and what is asked for, with one button. */
export function confirmPage(page: PageContext, { institution, configuration, plan, initiation }: RegistrationOffer): string {
  const words = pageWords[page.language];
  const items = (lines: readonly string[]): string => lines.map((line) => `<li>${escaped(line)}</li>`).join('');
  const messages = plan.messages.map(({ type }) => words.messages[type]);
  const services = plan.scopes.map((scope) => words.scopes[scope] ?? scope);
  return plainPage(page, words.title, `${style(page.nonce)}
<dl><dt>${words.lms}</dt><dd>${escaped(nameOf(configuration))}</dd><dt>${words.site}</dt><dd>${escaped(new URL(configuration.issuer).host)}</dd>
<dt>${words.institution}</dt><dd>${escaped(institution)}</dd></dl>
<h2>${words.offers}</h2><ul>${items(messages)}</ul>
<h2>${words.asks}</h2><ul>${items([...services, words.names])}</ul>
${plan.missingScopes.length === 0 ? '' : `<p class="warn">${words.missing(plan.missingScopes.map((scope) => words.scopes[scope] ?? scope).map(escaped).join(' · '))}</p>`}
<form method="post"><input type="hidden" name="openid_configuration" value="${escaped(initiation.openid_configuration)}">
${initiation.registration_token === undefined ? '' : `<input type="hidden" name="registration_token" value="${escaped(initiation.registration_token)}">`}
<button class="main">${words.register}</button></form>
<h2>${words.afterwards}</h2><ol>${items(nextSteps(words, configuration))}</ol>`);
}

/** Tells the LMS that the tool is done with its frame or window, and the person what is next. */
export function donePage(page: PageContext, { institution, configuration }: Pick<RegistrationOffer, 'institution' | 'configuration'>): string {
  const words = pageWords[page.language];
  const steps = nextSteps(words, configuration).map((step) => `<li>${escaped(step)}</li>`).join('');
  return plainPage(page, words.done, `${style(page.nonce)}<p>${escaped(words.doneText(nameOf(configuration), institution))}</p>
<h2>${words.next}</h2><ol>${steps}</ol>
<script nonce="${page.nonce}">(window.opener || window.parent).postMessage({ subject: 'org.imsglobal.lti.close' }, '*');</script>`);
}

/** Why nothing was registered. */
export function refusedPage(page: PageContext, refusal: Refusal): string {
  const message = page.language === 'en' ? refusal.message : messageKo(refusal.code);
  return refusalPage(page, pageWords[page.language].refused, { ...refusal, message });
}

const messageKo = (code: string): string => (isKnown(code) ? registrationMessagesKo[code] : '요청을 처리하지 못했습니다. 잠시 뒤 등록 링크를 다시 열어 주세요.');
const isKnown = (code: string): code is keyof typeof registrationMessagesKo => Object.hasOwn(registrationMessagesKo, code);

const products: Readonly<Record<string, string>> = { moodle: 'Moodle', canvas: 'Canvas', sakai: 'Sakai', 'sakailms.org': 'Sakai', desire2learn: 'Brightspace', blackboardlearn: 'Blackboard' };

function nameOf({ product, version, accountName }: PlatformConfiguration): string {
  const name = product === undefined ? 'LMS' : products[product] ?? product;
  return [accountName, [name, version].filter((part) => part !== undefined).join(' ')].filter((part) => part !== undefined).join(' · ');
}

function nextSteps(words: PageWords, { product }: PlatformConfiguration): readonly string[] {
  return words.steps[product ?? ''] ?? words.otherSteps;
}

