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

const style = `:root{color-scheme:light dark}body{font:1rem/1.6 Inter,Pretendard,system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1.5rem}
h1{font-size:1.4rem;font-weight:600}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dd{margin:0;font-family:ui-monospace,monospace;user-select:all;overflow-wrap:anywhere}
a,button{font:inherit;display:inline-block;padding:.5rem 1rem;border-radius:.5rem;border:1px solid currentColor;background:none;color:inherit;text-decoration:none;cursor:pointer}`;

/**
 * A calm document.
 * @param heading text, escaped here
 * @param body markup, escaped by the caller
 */
export function plainPage({ language, nonce }: PageContext, heading: string, body: string): string {
  const title = escaped(heading);
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style nonce="${nonce}">${style}</style></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;
}

const helpdesk = {
  ko: { tell: '문의할 때 아래 내용을 함께 알려 주세요.', code: '코드', correlation: '요청 번호' },
  en: { tell: 'When you ask for help, pass on these two lines.', code: 'Code', correlation: 'Request' },
} as const;

/** Says what was refused, why, what to do, and what to tell the helpdesk. */
export function refusalPage(page: PageContext, heading: string, { code, message, correlationId }: Refusal): string {
  const text = helpdesk[page.language];
  return plainPage(page, heading, `<p>${escaped(message)}</p><p>${text.tell}</p>
<dl><dt>${text.code}</dt><dd>${escaped(code)}</dd><dt>${text.correlation}</dt><dd>${escaped(correlationId)}</dd></dl>`);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for the inside of an element or of a quoted attribute. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
