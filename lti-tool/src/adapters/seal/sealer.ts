import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps secrets unreadable in the database. */
export interface Sealer {
  /**
   * @param context what the secret belongs to; a sealed text moved to another place does not open there
   */
  seal(plain: string, context: string): string;
  /** @throws when the text was changed, belongs to another context, or another key sealed it */
  open(sealed: string, context: string): string;
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * Seals with AES-256-GCM; the context is authenticated with the text (NIST SP 800-38D).
 * @param sealingKey 32 random bytes, the same in every process
 * @param previous the key before it, while it is being replaced: it opens what it has sealed, and seals nothing any more
 */
export function createSealer(sealingKey: Uint8Array, previous?: Uint8Array): Sealer {
  const sealer = sealerOf(sealingKey);
  if (previous === undefined) return sealer;
  const before = sealerOf(previous);
  return {
    seal: sealer.seal,
    open(sealed, context) {
      try {
        return sealer.open(sealed, context);
      } catch {
        return before.open(sealed, context);
      }
    },
  };
}

function sealerOf(sealingKey: Uint8Array): Sealer {
  const key = deriveKey(sealingKey, 'seal');
  return {
    seal(plain, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')}`;
    },
    open(sealed, context) {
      const [version, body = ''] = sealed.split('.');
      if (version !== VERSION) throw new Error('sealed by a version this program does not know');
      const bytes = Buffer.from(body, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    },
  };
}

/**
 * A key for one purpose, so that no two uses share one (HKDF, RFC 5869).
 * @param purpose a name that never changes, such as `launch-state`
 */
export function deriveKey(sealingKey: Uint8Array, purpose: string): Uint8Array {
  if (sealingKey.length !== KEY_BYTES) throw new Error(`the sealing key must have ${KEY_BYTES} bytes`);
  return new Uint8Array(hkdfSync('sha256', sealingKey, '', `cloudclass ${purpose}`, KEY_BYTES));
}
