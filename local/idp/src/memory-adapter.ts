import type { Adapter, AdapterPayload } from 'oidc-provider';

type Entry = { readonly payload: AdapterPayload; readonly expiresAt: number };

/** What the provider remembers (sessions, codes, tokens) for as long as it runs. One per model name. */
export class MemoryAdapter implements Adapter {
  readonly #entries = new Map<string, Entry>();

  async upsert(id: string, payload: AdapterPayload, expiresInS: number): Promise<void> {
    this.#dropExpired();
    this.#entries.set(id, { payload, expiresAt: Date.now() + expiresInS * 1000 });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    this.#dropExpired();
    return this.#entries.get(id)?.payload;
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#findBy((payload) => payload.uid === uid);
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#findBy((payload) => payload.userCode === userCode);
  }

  /** The provider reads `consumed` to refuse an authorization code the second time. */
  async consume(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry !== undefined) this.#entries.set(id, { ...entry, payload: { ...entry.payload, consumed: Math.floor(Date.now() / 1000) } });
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.#entries) if (payload.grantId === grantId) this.#entries.delete(id);
  }

  async #findBy(matches: (payload: AdapterPayload) => boolean): Promise<AdapterPayload | undefined> {
    this.#dropExpired();
    return [...this.#entries.values()].find(({ payload }) => matches(payload))?.payload;
  }

  #dropExpired(): void {
    const now = Date.now();
    for (const [id, { expiresAt }] of this.#entries) if (expiresAt <= now) this.#entries.delete(id);
  }
}
