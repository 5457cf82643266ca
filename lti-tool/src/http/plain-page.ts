/** How a document of the server itself is drawn: without a build, in two languages, with a nonce for its style. */
export interface PageContext {
  readonly language: 'ko' | 'en';
  /** For inline style and script, as the response's Content-Security-Policy names it. */
  readonly nonce: string;
}

/** What a person is told when something is refused. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly correlationId: string;
}

/** Content-Security-Policy of a document: our own files, and what carries the nonce. */
export function pagePolicy(nonce: string): string {
  return `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'`;
}

const style = `:root{color-scheme:light dark;font:1rem/1.6 Inter,Pretendard,system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f7f8fa,#101217);color:light-dark(#181b22,#e9ebf0);word-break:keep-all;overflow-wrap:anywhere}
main{box-sizing:border-box;width:min(34rem,100% - 2rem);margin:1rem;padding:1.5rem;border:1px solid light-dark(#dfe2e8,#2b2f38);border-radius:12px;background:light-dark(#fff,#171a21)}
.whose{display:flex;align-items:center;gap:.5rem;margin:0 0 1rem;font-size:.875rem;color:light-dark(#565d6b,#a3aab8)}.whose svg{width:1.5rem;height:1.5rem;color:light-dark(#3454d1,#4a68e4)}
h1{margin:0 0 .5rem;font-size:1.25rem;line-height:1.35;font-weight:620;text-wrap:balance}p{margin:.5rem 0}
dl{margin:1rem 0 0;padding:.75rem 1rem;border-radius:8px;background:light-dark(#f1f3f7,#1f232c);font-size:.875rem}
dt{color:light-dark(#565d6b,#a3aab8)}dd{margin:0 0 .5rem;font-family:ui-monospace,monospace;user-select:all}dd:last-child{margin:0}
a,button{font:inherit;font-weight:600;display:inline-block;margin-top:.75rem;padding:.55rem 1rem;border:0;border-radius:8px;background:light-dark(#3454d1,#4a68e4);color:#fff;text-decoration:none;cursor:pointer}
a:focus-visible,button:focus-visible{outline:3px solid light-dark(#181b22,#fff);outline-offset:2px}`;

/** Says whose page it is: inside an LMS nothing else does. */
const whose = `<p class="whose"><svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="currentColor"/><g fill="none" stroke="#fff" stroke-width="2.2" stroke-linejoin="round" stroke-linecap="round"><path d="M22.6 21.5H11.2a4.7 4.7 0 0 1-.7-9.3 6.2 6.2 0 0 1 11.9 1.4 4 4 0 0 1 .2 7.9Z"/><path d="m13 16.6 2.4 2.4 4.4-4.6"/></g></svg>Cloudclass</p>`;

/**
 * A calm document.
 * @param heading text, escaped here
 * @param body markup, escaped by the caller
 */
export function plainPage({ language, nonce }: PageContext, heading: string, body: string): string {
  const title = escaped(heading);
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style nonce="${nonce}">${style}</style></head>
<body><main>${whose}<h1>${title}</h1>${body}</main></body></html>`;
}

const helpdesk = {
  ko: { tell: '문의할 때 아래 내용을 함께 알려 주세요.', code: '코드', correlation: '요청 번호' },
  en: { tell: 'When you ask for help, pass on these two lines.', code: 'Code', correlation: 'Request id' },
} as const;

/** Says what was refused, why, what to do, and what to tell the helpdesk. */
export function refusalPage(page: PageContext, heading: string, { code, message, correlationId }: Refusal): string {
  const text = helpdesk[page.language];
  return plainPage(page, heading, `<p>${escaped(message)}</p><p>${text.tell}</p>
<dl><dt>${text.code}</dt><dd>${escaped(code)}</dd><dt>${text.correlation}</dt><dd>${escaped(correlationId)}</dd></dl>`);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Letters that are written from right to left, and characters that turn the direction. */
const turning = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** A name inside a sentence of ours, which keeps its direction whatever the name's (Unicode Standard Annex 9, section 2.4). */
export const isolated = (name: string): string => (turning.test(name) ? `\u2068${name}\u2069` : name);

/** Text for the inside of an element or of a quoted attribute. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
