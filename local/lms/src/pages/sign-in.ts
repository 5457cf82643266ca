import { nameIn, type Person } from '../course/people.ts';
import type { CourseRole } from '../course/roles.ts';
import { html, type Html } from '../html.ts';
import { institution } from '../platform/institution.ts';
import { layout } from './layout.ts';
import type { PageFrame } from './page-frame.ts';
import { textsIn, type Texts } from './texts.ts';

export type Account = { readonly person: Person; readonly role: CourseRole };

/**
 * Cards to choose a person from.
 * @param featured shown as cards; @param others the rest of the class, folded away
 */
export function signInPage(frame: PageFrame, accounts: { featured: readonly Account[]; others: readonly Account[] }, back: string): Html {
  const t = textsIn(frame.language);
  const sections = [
    { title: t.learners, of: accounts.featured.filter(({ role }) => role === 'learner') },
    { title: t.staff, of: accounts.featured.filter(({ role }) => role !== 'learner' && role !== 'observer') },
    { title: t.observers, of: accounts.featured.filter(({ role }) => role === 'observer') },
  ];
  const main = html`<div class="hero"><p class="eyebrow">${institution.name[frame.language]}</p><h1>${t.signIn}</h1><p>${t.signInLead}</p></div>
<form method="post" action="/sign-in">
<input type="hidden" name="back" value="${back}">
${sections.filter(({ of }) => of.length > 0).map(({ title, of }) => html`<h2>${title}</h2>
<div class="cards">${of.map((account) => card(account, t))}</div>
`)}${accounts.others.length > 0 && classmates(accounts.others, frame, t)}
</form>`;
  return layout(frame, { title: t.signIn, main });
}

/** Both names on the card, the official one first, so that everybody finds the person they look for. */
function card({ person, role }: Account, t: Texts): Html {
  const other = person.language === 'ko' ? 'en' : 'ko';
  return html`<button class="card person" name="person" value="${person.id}">
<span class="avatar ${role}" aria-hidden="true">${initialOf(person)}</span>
<span class="card-text"><strong lang="${person.language}">${nameIn(person, person.language)}</strong><span lang="${other}">${nameIn(person, other)}</span>
<span class="role ${role}">${t.roles[role]}</span></span>
</button>`;
}

const classmates = (accounts: readonly Account[], { language }: PageFrame, t: Texts): Html => html`<details class="classmates"><summary>${t.classmates} (${accounts.length})</summary>
<div class="chips">${accounts.map(({ person }) => html`<button class="chip" name="person" value="${person.id}">${nameIn(person, language)}</button>`)}</div>
</details>`;

const initialOf = (person: Person): string => (person.language === 'ko' ? person.names.ko.family : person.names.en.given).slice(0, 1);
