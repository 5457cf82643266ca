import { UNSTORABLE } from '../../domain/stored-text.ts';

/** As JSON writes NUL and halves of surrogate pairs; whole pairs come as they are. */
const ESCAPED = /\\u(?:0000|d[89a-f])/i;

/**
 * JSON of an answer's body; undefined when it is none. What PostgreSQL keeps in no text becomes the replacement character: one odd name
 * must not cost a class its roster.
 */
export function jsonIn(body: string): unknown {
  try {
    return ESCAPED.test(body) ? JSON.parse(body, (_name, value: unknown) => (typeof value === 'string' ? value.replaceAll(UNSTORABLE, '\ufffd') : value)) : JSON.parse(body);
  } catch {
    return undefined;
  }
}
