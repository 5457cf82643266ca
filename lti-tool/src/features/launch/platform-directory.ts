import type { Clock } from '../../ports/clock.ts';
import type { Sql } from '../../ports/sql.ts';
import { registrationsOf } from './registration-store.ts';
import type { Registration } from './registration.ts';

/** Finds registrations without asking the database for every launch. */
export interface PlatformDirectory {
  /** Registrations with this issuer, and this client id where it is given. */
  find(issuer: string, clientId: string | undefined): Promise<readonly Registration[]>;
}

const KEPT_MILLISECONDS = 15_000;
const KEPT_ENTRIES = 1_000;

/**
 * Remembers what was found for a few seconds. What was not found is asked again each time, so that a platform works the
 * moment it is registered; a deployment added to a known one takes up to 15 s.
 */
export function createPlatformDirectory({ sql, clock }: { sql: Sql; clock: Clock }): PlatformDirectory {
  const kept = new Map<string, { at: number; found: readonly Registration[] }>();
  return {
    async find(issuer, clientId) {
      // anybody may send one, and PostgreSQL takes none for a text
      if (`${issuer}${clientId ?? ''}`.includes('\0')) return [];
      const key = JSON.stringify([issuer, clientId]);
      const now = clock.now().getTime();
      const known = kept.get(key);
      if (known !== undefined && Math.abs(now - known.at) < KEPT_MILLISECONDS) return known.found;
      const found = await registrationsOf(sql, issuer, clientId);
      if (kept.size >= KEPT_ENTRIES) kept.clear();
      if (found.length > 0) kept.set(key, { at: now, found });
      return found;
    },
  };
}
