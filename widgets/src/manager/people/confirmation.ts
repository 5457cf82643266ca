/**
 * Whether somebody typed what confirms an act, as the server compares it: a keyboard may write Korean letter by letter, and spaces more or less.
 * @param asked as the server answers it
 */
export function confirms(typed: string, asked: string): boolean {
  return typed.normalize('NFC').replaceAll(/\s+/g, ' ').trim() === asked;
}
