import type { DocumentPath } from './document.ts';

/** A logical id, parameter or pseudo parameter that a template mentions, with where. */
export interface TemplateReference {
  readonly name: string;
  readonly at: DocumentPath;
}

/**
 * What a part of a template refers to by `Ref`, `Fn::GetAtt`, `Fn::Sub` or `DependsOn`.
 * @param at path of the part within the template.
 */
export function referencesIn(node: unknown, at: DocumentPath = []): readonly TemplateReference[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const named = namesUnder(key, value).map((name) => ({ name, at: [...at, key] }));
    return [...named, ...referencesIn(value, [...at, key])];
  });
}

function namesUnder(key: string, value: unknown): readonly string[] {
  switch (key) {
    case 'Ref':
      return typeof value === 'string' ? [value] : [];
    case 'DependsOn':
      return textsOf(value);
    case 'Fn::GetAtt':
      return textsOf(value).slice(0, 1).map(untilDot);
    case 'Fn::Sub':
      return substituted(value);
    default:
      return [];
  }
}

/** `${Name}` and `${Name.Attribute}` of a text; `${!Literal}` stands for itself, and the map of the long form defines names of its own. */
function substituted(value: unknown): readonly string[] {
  const [text = '', own = {}] = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  if (typeof text !== 'string') return [];
  const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => untilDot((match[1] ?? '').trim()));
  return names.filter((name) => !Object.hasOwn(own as object, name));
}

function textsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === 'string');
}

function untilDot(text: string): string {
  return text.split('.')[0] ?? '';
}
