import { staff, type StaffMember } from './people.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

const style = `
:root { color-scheme: light dark; --ink: light-dark(#22242b, #e9e9ee); --soft: light-dark(#5d6270, #a6abba); --line: light-dark(#d8dae2, #3b3e49); --panel: light-dark(#fff, #23252d); --accent: light-dark(#4a3f8f, #b9b0f2); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: light-dark(#f2f3f7, #17181d); color: var(--ink); font: 1rem/1.5 'Pretendard Variable', Pretendard, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', system-ui, sans-serif; word-break: keep-all; }
main { width: 100%; max-width: 30rem; padding: 1.75rem; background: var(--panel); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0; font-size: 1.4rem; }
p { margin: 0.4rem 0 1.25rem; color: var(--soft); }
form { display: grid; gap: 0.6rem; }
button { display: grid; gap: 0.1rem; padding: 0.8rem 1rem; text-align: start; font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
button:hover { border-color: var(--accent); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
small { color: var(--soft); font-size: 0.875rem; }
code { overflow-wrap: anywhere; }`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="ko">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><link rel="stylesheet" href="/fonts/pretendard.css"><style>${style}</style></head>
<body><main>${body}</main></body>
</html>
`;

/** Cards to choose a person from. @param uid the interaction the choice belongs to */
export function signInPage(uid: string): string {
  return page(
    '직원 로그인 · Staff sign-in',
    `<h1>직원 로그인 · Staff sign-in</h1>
<p>연습용 제공자이므로 비밀번호가 없습니다.<br><span lang="en">A practice provider: there are no passwords.</span></p>
<form method="post" action="/sign-in/${escape(uid)}">${staff.map(card).join('')}</form>`,
  );
}

const card = (member: StaffMember): string => `<button name="person" value="${escape(member.id)}">
<strong>${escape(member.names.ko)} <span lang="en">${escape(member.names.en)}</span></strong>
<small>${escape(member.post.ko)} · <span lang="en">${escape(member.post.en)}</span></small></button>`;

/** @param form the provider's own form with the id `op.logoutForm` */
export const signOutPage = (form: string): string =>
  page('로그아웃 · Sign out', `<h1>로그아웃 · <span lang="en">Sign out</span></h1>
<p>이 제공자에서 로그아웃합니다.<br><span lang="en">This signs you out of this provider.</span></p>${form}<button form="op.logoutForm" name="logout" value="yes">로그아웃 · Sign out</button>`);

export const signedOutPage = (): string =>
  page('로그아웃했습니다 · Signed out', `<h1>로그아웃했습니다 · <span lang="en">Signed out</span></h1><p>이 창을 닫아도 됩니다.<br><span lang="en">This window can be closed.</span></p>`);

export const errorPage = (error: string, description = ''): string =>
  page(
    '로그인할 수 없습니다 · Cannot sign in',
    `<h1>로그인할 수 없습니다 · <span lang="en">Cannot sign in</span></h1>
<p>로그인을 시작한 페이지로 돌아가 다시 시도합니다.<br><span lang="en">Go back to the page that sent you here and try again.</span></p><code>${escape(error)} ${escape(description)}</code>`,
  );
