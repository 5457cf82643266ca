/** A variable of ours: `${lab.…}` or `${steps.…}`. IAM policy variables carry a colon (`${aws:username}`) and are left alone. */
const variableSyntax = /\$\{([^}:]*)\}/g;

/** What a variable stands for. `unknown` is a name that no lab can fill in. */
export type Variable =
  | { readonly kind: 'lab'; readonly fact: 'region' | 'accountId' }
  | { readonly kind: 'output'; readonly output: string }
  | { readonly kind: 'captured'; readonly step: string; readonly name: string }
  | { readonly kind: 'unknown'; readonly expression: string };

export function mentionsVariable(text: string): boolean {
  return text.search(variableSyntax) >= 0;
}

/** The variables a text mentions, in order. */
export function variablesOf(text: string): readonly Variable[] {
  return [...text.matchAll(variableSyntax)].map((match) => parseVariable(match[1] ?? ''));
}

/**
 * Replaces every variable of a text.
 * @param valueOf yields the text that stands in for a variable.
 */
export function replaceVariables(text: string, valueOf: (variable: Variable) => string): string {
  return text.replace(variableSyntax, (_, expression: string) => valueOf(parseVariable(expression)));
}

function parseVariable(expression: string): Variable {
  const [root, name = '', captured, field = '', ...more] = expression.split('.');
  if (root === 'lab' && captured === undefined && (name === 'region' || name === 'accountId')) return { kind: 'lab', fact: name };
  if (root === 'lab' && name === 'outputs' && captured !== undefined && field === '') return { kind: 'output', output: captured };
  if (root === 'steps' && captured === 'captured' && field !== '' && more.length === 0) return { kind: 'captured', step: name, name: field };
  return { kind: 'unknown', expression };
}
