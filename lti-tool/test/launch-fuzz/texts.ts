import type { Random } from './random.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A text that differs from the given one in a character: replaced, put in, left out, or changed with its neighbour. */
export function nearText(random: Random, text: string): string {
  const at = random.below(text.length);
  const [before, here = '', after] = [text.slice(0, at), text[at], text.slice(at + 1)];
  const other = random.pick([...alphabet, '.', '=', '+', '/', ' ', '\0', 'é', '\u200b'].filter((character) => character !== here));
  const changed = random.pick([before + other + after, before + other + here + after, before + after, before + after.slice(0, 1) + here + after.slice(1)]);
  return changed === text ? `${text}A` : changed;
}

/** One bit of one part of a token turned round. */
export function flippedBit(random: Random, token: string): string {
  const parts = token.split('.');
  const part = random.below(parts.length);
  const bytes = Buffer.from(parts[part] ?? '', 'base64url');
  const bit = random.below(bytes.length * 8);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  parts[part] = bytes.toString('base64url');
  return parts.join('.');
}

/** The same bytes, written as decoders forgive it. */
export function otherForm(random: Random, token: string): string {
  const parts = token.split('.');
  const at = random.below(3);
  const part = parts[at] ?? '';
  const written = random.pick([
    `${part}=`, `${part}==`, ` ${part}`, `${part}\n`, `${part.slice(0, 5)}\r\n${part.slice(5)}`, `${part}!`, `${part}\0`, withUnusedBits(part), part.replaceAll('-', '+').replaceAll('_', '/'),
  ]);
  parts[at] = written === part ? `${part}=` : written;
  const joined = parts.join('.');
  return random.pick([joined, `${token}.`, `${token}.${part}`, `${token}..`, `.${token}`, token.replace('.', '..'), `"${token}"`, `Bearer ${token}`, encodeURIComponent(`${token}=`)]);
}

/** The last character of a part may hold bits that belong to no byte. */
function withUnusedBits(part: string): string {
  const unused = [0, 0, 4, 2][part.length % 4] ?? 0;
  const last = alphabet.indexOf(part.at(-1) ?? 'A');
  return unused === 0 ? `${part}A` : part.slice(0, -1) + (alphabet[last ^ ((1 << unused) - 1)] ?? 'A');
}

/** A text that looks like another to people, or to whoever folds, trims or normalizes. */
export function lookalike(random: Random, text: string): string {
  const fullWidth = text.replace(/[!-~]/, (character) => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0));
  const found = random.pick([`${text}/`, `${text} `, ` ${text}`, text.toUpperCase(), `${text}\u200b`, `${text}\0`, `\ufeff${text}`, fullWidth, text.replace('.', '\u3002'), `${text}#`, `${text}?`, text.slice(0, -1), `${text}\u0301`, nearText(random, text)]);
  return found === text ? `${text}/` : found;
}
