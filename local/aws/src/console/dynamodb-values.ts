import { AwsError } from '../errors.ts';

/** A plain value in DynamoDB's own JSON. */
function typed(value: unknown): object {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(typed) };
  return typeof value === 'object' && value !== null ? { M: typedMembers(value) } : { NULL: true };
}

function typedMembers(value: object): Record<string, object> {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, typed(member)]));
}

/**
 * Attributes written as plain JSON, as DynamoDB takes them.
 * @throws {AwsError} when the text is not one JSON object
 */
export function attributesOf(text: string): Record<string, object> {
  const refused = new AwsError('ValidationException', 'The other attributes are not a JSON object. Write them like {"title": "Operating Systems", "total": 38000}.');
  try {
    const parsed: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return typedMembers(parsed);
  } catch {
    throw refused;
  }
  throw refused;
}

/** A value of an item as people read it. */
export function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  const [type = '', content] = Object.entries(value)[0] ?? [];
  if (type === 'S' || type === 'N') return String(content);
  return type === 'NULL' ? 'null' : JSON.stringify(type === 'BOOL' ? content : value);
}
