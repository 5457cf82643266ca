import { z } from 'zod';

/** A value as DynamoDB writes it: one member that names its type. */
export interface AttributeValue {
  readonly type: string;
  /** Strings and binary as they are, numbers in digits; what has no order has its JSON. */
  readonly text: string;
  readonly raw: object;
}

/** An item, or the key of one, in DynamoDB's own JSON. */
export const itemSchema = z.record(z.string().min(1).max(65_535), z.looseObject({}));

/** Reads a value in DynamoDB's JSON. */
export function attributeValue(raw: unknown): AttributeValue {
  if (typeof raw !== 'object' || raw === null) return { type: '', text: '', raw: {} };
  const [type = '', content] = Object.entries(raw)[0] ?? [];
  return { type, text: typeof content === 'string' ? content : JSON.stringify(content), raw };
}

export const valuesSchema = z.record(z.string(), z.looseObject({}).transform(attributeValue));

/** The order in which a sort key keeps its values: numbers by size, text by its bytes in UTF-8. */
export function compareValues(one: AttributeValue, other: AttributeValue): number {
  if (one.type !== other.type) return one.type < other.type ? -1 : 1;
  if (one.type === 'N') return Number(one.text) - Number(other.text);
  return Buffer.compare(Buffer.from(one.text), Buffer.from(other.text));
}
