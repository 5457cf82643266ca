import { invalid } from './errors.ts';

/** A form as Stripe's SDK sends it: `a[b]=1&c[0]=2` read as nested objects of strings. */
export interface Form {
  readonly [key: string]: string | Form | undefined;
}

/** A form while it is being read. */
interface OpenForm {
  [key: string]: string | OpenForm | undefined;
}

// without a prototype, no key of a form can reach one
const emptyForm = (): OpenForm => Object.create(null) as OpenForm;

/** Reads a form-encoded body or query; `a[]=1&a[]=2` counts its entries. */
export function parseForm(text: string): Form {
  const root = emptyForm();
  for (const [key, value] of new URLSearchParams(text)) put(root, key.replaceAll(']', '').split('['), value);
  return root;
}

function put(form: OpenForm, [head = '', ...rest]: readonly string[], value: string): void {
  const key = head === '' ? String(Object.keys(form).length) : head;
  const existing = form[key];
  const next = rest.length === 0 ? value : typeof existing === 'object' ? existing : emptyForm();
  Object.assign(form, { [key]: next });
  if (typeof next === 'object') put(next, rest, value);
}

/** A text field, or undefined. */
export function textOf(form: Form, key: string): string | undefined {
  const value = form[key];
  return typeof value === 'string' ? value : undefined;
}

/** A text field that must be there. @throws StripeApiError */
export function neededText(form: Form, key: string): string {
  const value = textOf(form, key);
  if (value === undefined || value === '') throw invalid(`Missing required param: ${key}.`, 'parameter_missing');
  return value;
}

/** A whole number that must be there. @throws StripeApiError */
export function neededInteger(form: Form, key: string): number {
  const value = Number(neededText(form, key));
  if (!Number.isSafeInteger(value)) throw invalid(`Invalid integer: ${textOf(form, key)}`, 'parameter_invalid_integer');
  return value;
}

/** A nested form of texts, such as `metadata`. */
export function textsOf(form: Form, key: string): Record<string, string> {
  const value = form[key];
  if (value === undefined || typeof value === 'string') return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** A list of texts, such as `expand`. */
export function listOf(form: Form, key: string): string[] {
  return Object.values(textsOf(form, key));
}
