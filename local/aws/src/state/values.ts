/** A tag as every service stores it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** A parsed JSON object that this endpoint keeps but does not interpret. */
export type JsonObject = Record<string, unknown>;
