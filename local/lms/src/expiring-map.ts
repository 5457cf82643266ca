import type { Clock } from './clock.ts';

/**
 * A map whose entries end after a fixed lifetime: pending launches, access tokens, identifiers that may be used once.
 * One lifetime for all keeps the entries in the order they end, so dropping the ended ones never visits a live one twice.
 */
export class ExpiringMap<T> {
  readonly #clock: Clock;
  readonly #lifetimeMs: number;
  readonly #entries = new Map<string, { readonly value: T; readonly expiresAt: number }>();

  constructor(clock: Clock, lifetimeMs: number) {
    this.#clock = clock;
    this.#lifetimeMs = lifetimeMs;
  }

  set(key: string, value: T): void {
    this.#dropExpired();
    this.#entries.delete(key);
    this.#entries.set(key, { value, expiresAt: this.#clock().getTime() + this.#lifetimeMs });
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
    for (const [key, { expiresAt }] of this.#entries) {
      if (expiresAt > now) return;
      this.#entries.delete(key);
    }
  }
}
