import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for a run; PostgreSQL, which is another user where this is root, may pass through it. */
export function newFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `cloudclass-bench-${purpose}-`));
  chmodSync(folder, 0o711);
  return folder;
}
