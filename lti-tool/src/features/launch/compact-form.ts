/**
 * Whether a text is a compact JWS in the one way to write it: three parts of base64url without padding (RFC 7515 section 2), and no unused
 * bit set (RFC 4648 section 3.5). Decoders forgive more, so that one token could be written in many ways and known by none of them.
 */
export function isCompactForm(token: string): boolean {
  const parts = token.split('.');
  return parts.length === 3 && parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}
