import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node, type Tags } from 'yaml';
import type { Faults } from './faults.ts';

/** Keys and indices from the root of a document to a place in it. */
export type DocumentPath = readonly PropertyKey[];

/** A parsed file: its content as plain data, and where each part of it stands. */
export interface SourceDocument {
  readonly file: string;
  readonly content: unknown;
  /** The line, from 1, of the key or item at a path; of the nearest place above it when it is missing. */
  lineOf(path: DocumentPath): number;
}

/** An alias stands for a copy; a few are a convenience, many are an attack. */
const maxAliases = 50;

/**
 * Parses YAML 1.2 as data: no merge keys, no custom types but the given tags, no key that reaches for an object's prototype.
 * @returns undefined when the file is refused; the faults say why.
 */
export function parseYaml(file: string, text: string, faults: Faults, customTags: Tags = []): SourceDocument | undefined {
  const lines = new LineCounter();
  const refuse = (line: number, message: string) => faults.add('PACK_YAML_INVALID', file, line, message);
  try {
    const document = parseDocument(text, { lineCounter: lines, stringKeys: true, prettyErrors: false, customTags });
    for (const error of [...document.errors, ...document.warnings]) refuse(lines.linePos(error.pos[0]).line, error.message);
    for (const offset of prototypeKeys(document)) refuse(lines.linePos(offset).line, '__proto__ may not be a key');
    const endless = endlessAliases(document);
    for (const offset of endless) refuse(lines.linePos(offset).line, 'an alias may not stand within what it stands for');
    if (document.errors.length > 0 || document.warnings.length > 0 || endless.length > 0) return undefined;
    const content: unknown = document.toJS({ maxAliasCount: maxAliases });
    return { file, content, lineOf: (path) => lines.linePos(offsetOf(document, path)).line };
  } catch (error) {
    // Too many aliases, or nesting too deep for the stack: the library throws instead of noting an error.
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
    refuse(1, error.message);
    return undefined;
  }
}

function prototypeKeys(document: Document.Parsed): readonly number[] {
  const offsets: number[] = [];
  visit(document, { Pair: (_, { key }) => void (isScalar(key) && key.value === '__proto__' && offsets.push(key.range?.[0] ?? 0)) });
  return offsets;
}

/** What contains itself has no end for whoever walks through it. */
function endlessAliases(document: Document.Parsed): readonly number[] {
  const offsets: number[] = [];
  visit(document, {
    Alias: (_, alias, path) => {
      const meant = alias.resolve(document);
      if (meant !== undefined && path.includes(meant)) offsets.push(alias.range?.[0] ?? 0);
    },
  });
  return offsets;
}

/** Parses JSON. The same text read as YAML, of which JSON is a part, tells the lines. */
export function parseJson(file: string, text: string, faults: Faults): SourceDocument | undefined {
  try {
    JSON.parse(text);
  } catch (error) {
    const lines = new LineCounter();
    const [first] = parseDocument(text, { lineCounter: lines, prettyErrors: false }).errors;
    faults.add('PACK_JSON_INVALID', file, first === undefined ? 1 : lines.linePos(first.pos[0]).line, error instanceof Error ? error.message : String(error));
    return undefined;
  }
  return parseYaml(file, text, faults);
}

function offsetOf(document: Document.Parsed, path: DocumentPath): number {
  let node: Node | null | undefined = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    const found: { readonly at: Node; readonly value: Node | null } | undefined = childOf(node, step);
    if (found === undefined) break;
    offset = found.at.range?.[0] ?? offset;
    node = found.value;
  }
  return offset;
}

/** The node at one step down, and the node that marks its place: the key in a map, the item itself in a list. */
function childOf(node: Node | null | undefined, step: PropertyKey): { readonly at: Node; readonly value: Node | null } | undefined {
  if (isMap<Node, Node | null>(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
    return pair && { at: pair.key, value: pair.value };
  }
  const item = isSeq<Node>(node) ? node.items[Number(step)] : undefined;
  return item && { at: item, value: item };
}
