import { XMLBuilder, XMLParser } from 'fast-xml-parser';

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressBooleanAttributes: false });
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: true });

/** A tree of elements: objects nest, arrays repeat their element, `@name` is an attribute. */
export type XmlTree = { readonly [name: string]: unknown };

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined).map(([name, member]) => [name, plain(member)]));
  }
  return value;
}

/** Writes a document with one root element. */
export function writeXml(root: XmlTree): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(plain(root))}`;
}

/** Reads a document; repeated elements become arrays, all text stays text. Throws when it is not well formed. */
export function readXml(text: string): object {
  const tree: unknown = parser.parse(text, true);
  return typeof tree === 'object' && tree !== null ? tree : {};
}

/** Puts the entries of every list under an element of the given name, as the query protocols do. */
export function wrapLists(value: unknown, entryName: string): unknown {
  if (Array.isArray(value)) return { [entryName]: value.map((entry) => wrapLists(entry, entryName)) };
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, wrapLists(member, entryName)]));
}
