import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scope } from '../run/scope.ts';

/** A folder of its own for a run, gone with its scope; PostgreSQL, which is another user where this is root, may pass through it. */
export function newFolder(scope: Scope, purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `cloudclass-bench-${purpose}-`));
  chmodSync(folder, 0o711);
  scope.keep({ close: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) });
  return folder;
}
