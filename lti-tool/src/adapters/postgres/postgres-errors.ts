import type { ErrorEntry } from '../../errors.ts';

export const postgresErrors = {
  DATABASE_ROLE_MISSING: { status: 503, message: 'The role that keeps institutions apart is missing in the database. Let an administrator of the database make it and grant it, then start again.' },
} as const satisfies Record<string, ErrorEntry>;
