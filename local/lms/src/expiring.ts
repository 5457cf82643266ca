import type { Clock } from './clock.ts';

/** A map whose entries end: pending launches, access tokens, identifiers that may be used once. */
export class ExpiringMap<T> {
  readonly #clock: Clock;
  readonly #entries = new Map<string, { readonly value: T; readonly expiresAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(key: string, value: T, lifetimeMs: number): void {
    this.#dropExpired();
    this.#entries.set(key, { value, expiresAt: this.#clock().getTime() + lifetimeMs });
  }

  get(key: string): T | undefined {
    this.#dropExpired();
    return this.#entries.get(key)?.value;
  }

  /** Gives the value and forgets it, so that it can be used once. */
  take(key: string): T | undefined {
    const value = this.get(key);
    this.#entries.delete(key);
    return value;
  }

  #dropExpired(): void {
    const now = this.#clock().getTime();
    for (const [key, entry] of this.#entries) if (entry.expiresAt <= now) this.#entries.delete(key);
  }
}
