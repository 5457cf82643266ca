import { setTimeout as delay } from 'node:timers/promises';

/** Work that goes on after a request has been answered, one after the other for each key. */
export class BackgroundWork {
  readonly #abort = new AbortController();
  readonly #chains = new Map<string, Promise<void>>();

  /** Queues work behind earlier work of the same key. What it throws is reported, never lost. */
  start(key: string, work: (signal: AbortSignal) => Promise<void>): void {
    const before = this.#chains.get(key) ?? Promise.resolve();
    const chain = before.then(() => this.#run(key, work));
    this.#chains.set(key, chain);
    void chain.finally(() => {
      if (this.#chains.get(key) === chain) this.#chains.delete(key);
    });
  }

  /** Ends every pause and waits until all work has stopped. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all(this.#chains.values());
  }

  async #run(key: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#abort.signal.aborted) return;
    try {
      await work(this.#abort.signal);
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      process.stderr.write(`local-aws: background work ${key} failed: ${error instanceof Error ? error.stack : String(error)}\n`);
    }
  }
}

/** Waits, or throws at once when the work is to stop. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal });
}
