/** What is looked at before the signature: the header, unverified. */
export interface HeaderFacts {
  readonly header: Readonly<Record<string, unknown>>;
  /** Algorithms the platform is registered with. */
  readonly algorithms: readonly string[];
}
