/** What is denied of what a service's limits allow: as in a policy, without Effect. */
export interface Denial {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What a lab may do with a service of which not everything can be taken back, or paid for. */
export interface ServiceLimits {
  /** All that may be done, as IAM actions: what looks, and what makes only what cleaning knows. */
  readonly acts: readonly string[];
  /** What is denied of it for what it would cost, or change for the next learner. */
  readonly denials: readonly Denial[];
  /** All else, for policies that only deny; wildcards stand at the end. */
  readonly never: readonly string[];
}
