import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CloudState } from './model.ts';

const FILE = 'local-aws.json';
const WRITE_AFTER_MS = 1_000;

function pack(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value] };
  if (value instanceof Set) return { $set: [...value] };
  return value;
}

function unpack(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$map' in value && Array.isArray(value.$map)) return new Map(value.$map);
  if ('$set' in value && Array.isArray(value.$set)) return new Set(value.$set);
  return value;
}

/** State as text; Maps and Sets are marked so that {@link parseState} finds them again. */
function serializeState(state: CloudState): string {
  return JSON.stringify(state, pack);
}

/** The reverse of {@link serializeState}. Throws when the text is not a snapshot of this version. */
function parseState(text: string): CloudState {
  const parsed: unknown = JSON.parse(text, unpack);
  if (typeof parsed !== 'object' || parsed === null || !('version' in parsed) || parsed.version !== 1) {
    throw new Error('The local AWS snapshot was written by another version; start with a new data directory.');
  }
  // Safe: only serializeState writes this file, and its version is the one this code writes.
  return parsed as CloudState;
}

/** Reads the snapshot of a data directory, or null when there is none yet. */
export async function loadSnapshot(dataDir: string): Promise<CloudState | null> {
  try {
    return parseState(await readFile(join(dataDir, FILE), 'utf8'));
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes snapshots soon after a change, never two at once, and always a whole file or none. */
export class SnapshotWriter {
  readonly #dataDir: string;
  readonly #state: CloudState;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(dataDir: string, state: CloudState) {
    this.#dataDir = dataDir;
    this.#state = state;
  }

  /** Says that something changed; the file follows within a second. */
  touch(): void {
    this.#timer ??= setTimeout(() => void this.flush().catch(reportFailure), WRITE_AFTER_MS);
  }

  /** Writes now and waits until the file is complete. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    await this.#writing;
  }

  async #write(): Promise<void> {
    await mkdir(this.#dataDir, { recursive: true });
    const file = join(this.#dataDir, FILE);
    await writeFile(`${file}.new`, serializeState(this.#state), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
}

function reportFailure(error: unknown): void {
  process.stderr.write(`local-aws: the snapshot could not be written: ${String(error)}\n`);
}
