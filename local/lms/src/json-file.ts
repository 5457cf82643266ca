import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';

const writeDelayMs = 200;

// Not `instanceof Error`: an error of the file system may come from another realm.
const isMissing = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

/**
 * One JSON document on disk. Writes are debounced and atomic (a temporary file, then a rename), so a process that is
 * killed leaves either the old document or the new one. Readable by its owner only: it may hold private keys.
 */
export class JsonFile {
  readonly #path: string;
  #timer: NodeJS.Timeout | undefined;
  #pending: (() => unknown) | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** The document, or undefined when there is none yet. Throws when it is there but does not fit the schema. */
  async read<T>(schema: z.ZodType<T>): Promise<T | undefined> {
    try {
      return schema.parse(JSON.parse(await readFile(this.#path, 'utf8')));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw new Error(`Cannot read ${this.#path}: remove it to begin anew`, { cause: error });
    }
  }

  /** Writes soon. `document` is called at the moment of writing, so many changes cost one write. */
  writeSoon(document: () => unknown): void {
    this.#pending = document;
    this.#timer ??= setTimeout(() => {
      this.flush().catch((error: unknown) => process.emitWarning(`Could not write ${this.#path}: ${String(error)}`));
    }, writeDelayMs);
  }

  /** Writes what is pending and resolves when it is on disk. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#writePending());
    await this.#writing;
  }

  async #writePending(): Promise<void> {
    const document = this.#pending;
    if (document === undefined) return;
    this.#pending = undefined;
    await mkdir(dirname(this.#path), { recursive: true });
    const temporary = `${this.#path}.new`;
    await writeFile(temporary, JSON.stringify(document(), null, 1), { mode: 0o600 });
    await chmod(temporary, 0o600);
    await rename(temporary, this.#path);
  }
}
