/**
 * A new UUID (RFC 9562 section 5.4) that names one act, so that the server does it once however often it is asked. `crypto.randomUUID` is there only
 * on pages that came by HTTPS; a school that tries us inside its network may not have that yet.
 */
export function newActKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = [...bytes].map((byte, at) => (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
