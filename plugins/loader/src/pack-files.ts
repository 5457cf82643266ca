import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Faults } from './faults.ts';

/** The folders and files that make a pack; whatever else lies in the folder (tests, a README) is none of its business. */
const packEntries = new Set(['pack.yaml', 'template.yaml', 'guide', 'validators', 'video', 'fixtures']);

/** Limits of a pack, in bytes and counts. CloudFormation takes a template of 51,200 bytes in a request; a video segment is the largest file. */
export const packLimits = { textBytes: 1_048_576, templateBytes: 51_200, mediaBytes: 268_435_456, files: 2_000, depth: 8 } as const;

/** The files of a pack by path, with forward slashes, relative to its folder. */
export interface PackFiles {
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** The text of a file; undefined when there is none, or when it was refused. */
  read(path: string): Promise<string | undefined>;
  /** SHA-256, hexadecimal, over every file in path order, each as a line of digest and path, the form `sha256sum` prints. */
  digest(): Promise<string>;
}

/**
 * Lists the files of a pack. Symbolic links, devices and files over the limits are faults and not listed, so that nothing later
 * can be led out of the folder or made to read without end.
 */
export async function listPackFiles(folder: string, faults: Faults): Promise<PackFiles> {
  const listed: string[] = [];
  await walk(folder, '', 0, { listed, faults });
  const paths = listed.toSorted();
  const known = new Set(paths);
  if (paths.length > packLimits.files) faults.add('PACK_FILE_TOO_LARGE', '.', 1, `the pack has ${paths.length} files, more than ${packLimits.files}`);
  return {
    paths,
    has: (path) => known.has(path),
    read: async (path) => (known.has(path) ? readFile(join(folder, path), 'utf8') : undefined),
    digest: () => digestOf(folder, paths),
  };
}

interface Listing {
  readonly listed: string[];
  readonly faults: Faults;
}

async function walk(folder: string, inside: string, depth: number, listing: Listing): Promise<void> {
  for (const name of await namesIn(join(folder, inside), listing.faults)) {
    if (depth === 0 && !packEntries.has(name)) continue;
    await visit(folder, inside === '' ? name : `${inside}/${name}`, depth, listing);
  }
}

async function namesIn(folder: string, faults: Faults): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    faults.add('PACK_FOLDER_UNREADABLE', '.', 1, cause instanceof Error ? cause.message : String(cause));
    return [];
  }
}

async function visit(folder: string, path: string, depth: number, listing: Listing): Promise<void> {
  const { listed, faults } = listing;
  const entry = await lstat(join(folder, path));
  if (entry.isDirectory()) {
    if (depth >= packLimits.depth) faults.add('PACK_FILE_UNSAFE', path, 1, `folders are nested deeper than ${packLimits.depth} levels`);
    else await walk(folder, path, depth + 1, listing);
  } else if (!entry.isFile()) {
    faults.add('PACK_FILE_UNSAFE', path, 1, entry.isSymbolicLink() ? 'is a symbolic link' : 'is not a plain file');
  } else if (entry.size > limitFor(path)) {
    faults.add('PACK_FILE_TOO_LARGE', path, 1, `has ${entry.size} bytes, more than ${limitFor(path)}`);
  } else {
    listed.push(path);
  }
}

function limitFor(path: string): number {
  if (path === 'template.yaml') return packLimits.templateBytes;
  return path.startsWith('video/') && !/\.(?:yaml|m3u8|vtt)$/.test(path) ? packLimits.mediaBytes : packLimits.textBytes;
}

async function digestOf(folder: string, paths: readonly string[]): Promise<string> {
  const whole = createHash('sha256');
  for (const path of paths) {
    const file = createHash('sha256');
    for await (const chunk of createReadStream(join(folder, path))) file.update(chunk as Buffer);
    whole.update(`${file.digest('hex')}  ${path}\n`);
  }
  return whole.digest('hex');
}
