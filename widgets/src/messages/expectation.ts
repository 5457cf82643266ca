/** The words for what a pattern asks of a value. */
export interface ExpectationWords {
  readonly prefix: (text: string) => string;
  readonly suffix: (text: string) => string;
  readonly anyCase: (text: string) => string;
  readonly wildcard: (text: string) => string;
  readonly cidr: (range: string) => string;
  readonly anythingBut: (values: string) => string;
  readonly present: string;
  readonly absent: string;
  readonly or: string;
}

/**
 * What is expected, as a person says it: an EventBridge filter such as `{"prefix": "site-"}` becomes "begins with site-".
 * A filter without words stays as the author wrote it.
 * @param json a value, a filter, or a list of which one must hold
 */
export function expectationInWords(json: string | null, words: ExpectationWords): string | null {
  if (json === null) return null;
  const value = parsed(json);
  if (value === null) return null;
  return Array.isArray(value) ? value.map((one) => said(one, words)).join(words.or) : said(value, words);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function said(value: unknown, words: ExpectationWords): string {
  if (typeof value === 'string') return value;
  const [filter, ...others] = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return filter === undefined || others.length > 0 ? JSON.stringify(value) : (saidFilter(filter, words) ?? JSON.stringify(value));
}

function saidFilter([name, operand]: readonly [string, unknown], words: ExpectationWords): string | undefined {
  if (name === 'exists' && typeof operand === 'boolean') return operand ? words.present : words.absent;
  if (name === 'anything-but') return words.anythingBut([operand].flat().map((one) => said(one, words)).join(', '));
  if (name === 'numeric' && Array.isArray(operand)) return operand.map(String).join(' ');
  if (typeof operand !== 'string') return undefined;
  const ofText: Readonly<Record<string, (text: string) => string>> = { prefix: words.prefix, suffix: words.suffix, 'equals-ignore-case': words.anyCase, wildcard: words.wildcard, cidr: words.cidr };
  return ofText[name]?.(operand);
}
