import type { CompiledPattern } from './compile.ts';

/** The event names a pattern asks for, when it asks for plain names; undefined when any event may match. */
export function eventNamesOf(pattern: CompiledPattern): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { written } of pattern.alternatives) {
    const asked = written.find(({ path }) => path === 'eventName')?.expected;
    if (!Array.isArray(asked)) return undefined;
    for (const name of asked) {
      if (typeof name !== 'string') return undefined;
      names.add(name);
    }
  }
  return names;
}
