const compiled = new Map<string, RegExp>();
const CACHE_LIMIT = 5_000;

function compile(pattern: string, flags: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, flags);
}

/**
 * Matches text against an IAM pattern, where `*` stands for any run of characters and `?` for one.
 * IAM User Guide, "IAM JSON policy elements: Resource" and "String condition operators".
 */
export function matchesPattern(pattern: string, text: string, ignoreCase = false): boolean {
  if (pattern === '*') return true;
  const flags = ignoreCase ? 'is' : 's';
  const key = `${flags}:${pattern}`;
  let expression = compiled.get(key);
  if (!expression) {
    if (compiled.size >= CACHE_LIMIT) compiled.clear();
    expression = compile(pattern, flags);
    compiled.set(key, expression);
  }
  return expression.test(text);
}
