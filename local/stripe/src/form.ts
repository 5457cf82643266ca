/** A form as Stripe's SDK sends it: `a[b]=1&c[0]=2` read as nested objects of strings. */
export interface Form { readonly [key: string]: string | Form | undefined }

/** Reads a form-encoded body. Keys that could reach an object's prototype are dropped. */
export function parseForm(body: string): Form {
  const root: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of new URLSearchParams(body)) {
    const path = key.replaceAll(']', '').split('[');
    if (path.some((part) => part === '__proto__' || part === 'constructor' || part === 'prototype')) continue;
    put(root, path, value);
  }
  return root as Form;
}

function put(root: Record<string, unknown>, path: readonly string[], value: string): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    Object.assign(root, { [head]: value });
    return;
  }
  const existing = root[head];
  const next = (typeof existing === 'object' && existing !== null ? existing : Object.create(null)) as Record<string, unknown>;
  Object.assign(root, { [head]: next });
  put(next, rest, value);
}

/** A text field, or undefined. */
export function textOf(form: Form, key: string): string | undefined {
  const value = form[key];
  return typeof value === 'string' ? value : undefined;
}

/** A nested form of texts, such as `metadata`. */
export function textsOf(form: Form, key: string): Record<string, string> {
  const value = form[key];
  if (value === undefined || typeof value === 'string') return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
