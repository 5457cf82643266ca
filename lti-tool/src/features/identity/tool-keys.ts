import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK, importPKCS8, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import type { Clock } from '../../ports/clock.ts';
import type { Sql } from '../../ports/sql.ts';
import { insertKey, lockKeys, publishedKeys, retireOthers, type ToolKeyRow } from './tool-key-store.ts';

/** Keeps the private half unreadable; the context binds it to its key id. */
interface KeySealer {
  seal(plain: string, context: string): string;
  open(sealed: string, context: string): string;
}

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly sealer: KeySealer;
}

/** A key as operators see it. */
export interface ListedKey {
  readonly kid: string;
  readonly createdAt: Date;
  /** Whether it signs now. */
  readonly active: boolean;
  /** When it signs; it is published from its making on. */
  readonly signsFrom: Date;
  /** Until when it is published; null while no other has taken its place. */
  readonly publishedUntil: Date | null;
}

/** The tool's own keys: it signs token requests and deep linking responses with them. */
export interface ToolKeys {
  /** Public keys as a JSON Web Key Set (RFC 7517). */
  publicKeys(): Promise<{ readonly keys: readonly object[] }>;
  /** Signs with RS256 and names the key. */
  sign(claims: JWTPayload): Promise<string>;
  /** Keys in use and those still published, newest first; the active one signs. */
  list(): Promise<readonly ListedKey[]>;
  /** Makes a new key that takes over in ten minutes; the old one stays published for a day. */
  rotate(): Promise<{ readonly kid: string }>;
}

const REREAD_AFTER_MILLISECONDS = 60_000;
/** Platforms keep our key set for a while: a new key signs only when they have had time to fetch it. */
const SETTLING_MILLISECONDS = 600_000;
const PUBLISHED_AFTER_RETIREMENT_MILLISECONDS = 24 * 3_600_000;
const MODULUS_BITS = 2048;

/** Runs on the thread pool: making a key takes up to a second, and launches go on meanwhile. */
const generate = promisify(generateKeyPair);

/** Opens the key store; the first key is made when it is first needed, once for all processes. */
export function createToolKeys(deps: Deps): ToolKeys {
  const privateKeys = new Map<string, Promise<CryptoKey>>();
  let read: { readonly at: number; readonly rows: Promise<ToolKeyRow[]> } | undefined;

  const rows = (): Promise<ToolKeyRow[]> => {
    const now = deps.clock.now().getTime();
    if (read === undefined || Math.abs(now - read.at) >= REREAD_AFTER_MILLISECONDS) {
      read = { at: now, rows: existingOrFirst(deps) };
      // a failed read is not kept
      read.rows.catch(() => { read = undefined; });
    }
    return read.rows;
  };

  return {
    publicKeys: async () => ({ keys: (await rows()).map((row) => row.public_jwk) }),
    async sign(claims) {
      const row = chooseSigningKey(await rows(), deps.clock.now());
      const key = privateKeys.get(row.kid) ?? openKey(deps.sealer, row);
      privateKeys.set(row.kid, key);
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: row.kid, typ: 'JWT' }).sign(await key);
    },
    async list() {
      const all = await rows();
      const active = chooseSigningKey(all, deps.clock.now());
      return all.map((row) => ({
        kid: row.kid,
        createdAt: row.created_at,
        active: row.kid === active.kid,
        signsFrom: row.kid === all.at(-1)?.kid ? row.created_at : after(row.created_at, SETTLING_MILLISECONDS),
        publishedUntil: row.retired_at === null ? null : after(row.retired_at, PUBLISHED_AFTER_RETIREMENT_MILLISECONDS),
      }));
    },
    async rotate() {
      const made = await makeKey(deps);
      await deps.sql.transaction(async (tx) => {
        await insertKey(tx, made);
        await retireOthers(tx, made.kid, made.created_at);
      });
      read = undefined;
      return { kid: made.kid };
    },
  };
}

const after = (instant: Date, milliseconds: number): Date => new Date(instant.getTime() + milliseconds);

/**
 * Which key signs: the newest that platforms have had time to fetch; while there is none, the oldest.
 * @param keys newest first, at least one
 */
export function chooseSigningKey<Key extends Pick<ToolKeyRow, 'created_at'>>(keys: readonly Key[], now: Date): Key {
  const settled = keys.find((key) => key.created_at.getTime() + SETTLING_MILLISECONDS <= now.getTime());
  const chosen = settled ?? keys.at(-1);
  if (chosen === undefined) throw new Error('the tool has no key');
  return chosen;
}

const publishedNow = ({ clock }: Deps, sql: Sql): Promise<ToolKeyRow[]> => publishedKeys(sql, new Date(clock.now().getTime() - PUBLISHED_AFTER_RETIREMENT_MILLISECONDS));

async function existingOrFirst(deps: Deps): Promise<ToolKeyRow[]> {
  const existing = await publishedNow(deps, deps.sql);
  if (existing.length > 0) return existing;
  const made = await makeKey(deps);
  return deps.sql.transaction(async (tx) => {
    await lockKeys(tx);
    const meanwhile = await publishedNow(deps, tx);
    if (meanwhile.length > 0) return meanwhile;
    await insertKey(tx, made);
    return publishedNow(deps, tx);
  });
}

async function makeKey({ clock, sealer }: Deps): Promise<Omit<ToolKeyRow, 'retired_at'>> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: MODULUS_BITS });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { kid, public_jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' }, sealed_private_key: sealer.seal(pem, sealContextOf(kid)), created_at: clock.now() };
}

const openKey = (sealer: KeySealer, row: ToolKeyRow): Promise<CryptoKey> => importPKCS8(sealer.open(row.sealed_private_key, sealContextOf(row.kid)), 'RS256');

/** What a private key is sealed for. */
export const sealContextOf = (kid: string): string => `tool-key ${kid}`;
