import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file beside its place and moves it there: a reader sees the whole file or none. It is on the disk before it has its name,
 * because a checkpoint moves on after it. Two who write the same file do not meet: the last one's stands.
 * @param write makes the file under the name it is given
 */
export async function writeWhole(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await write(temporary);
    await toDisk(temporary);
    await rename(temporary, file);
    await toDisk(dirname(file));
  } finally {
    await rm(temporary, { force: true });
  }
}

async function toDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
