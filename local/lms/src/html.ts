/** Markup that is safe to send. Only `html` makes it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Fragment = Html | string | number | undefined | false | readonly Html[];

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

function render(fragment: Fragment): string {
  if (fragment === undefined || fragment === false) return '';
  if (fragment instanceof Html) return fragment.markup;
  if (typeof fragment === 'string' || typeof fragment === 'number') return escape(String(fragment));
  return fragment.map((part) => part.markup).join('');
}

/** A template whose values are escaped unless they are markup themselves. Attributes must be quoted. */
export function html(strings: TemplateStringsArray, ...fragments: Fragment[]): Html {
  return new Html(strings.reduce((text, part, index) => text + render(fragments[index - 1]) + part));
}
