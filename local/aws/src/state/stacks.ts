import type { Principal } from './credentials.ts';
import type { JsonObject, Tag } from './values.ts';

/** One resource of a stack as the engine left it. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  physicalId: string;
  status: string;
  reason?: string | undefined;
  updatedAt: string;
  /** Properties as last applied, with every intrinsic function resolved. */
  properties: JsonObject;
  attributes: Record<string, string>;
}

interface StackEvent {
  readonly id: string;
  readonly at: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly token?: string | undefined;
}

/** What a stack is built from; kept twice while an update may still be rolled back. */
export interface StackSource {
  readonly templateBody: string;
  readonly parameters: Record<string, string>;
  readonly capabilities: string[];
}

export interface StackRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  updatedAt?: string | undefined;
  deletedAt?: string | undefined;
  status: string;
  reason?: string | undefined;
  description: string;
  source: StackSource;
  previous?: StackSource | undefined;
  token?: string | undefined;
  roleArn?: string | undefined;
  onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  tags: Tag[];
  outputs: { readonly OutputKey: string; readonly OutputValue: string; readonly Description?: string }[];
  readonly resources: Map<string, StackResource>;
  /** Resources replaced or dropped by an update, deleted in its clean-up. */
  leftovers: StackResource[];
  events: StackEvent[];
  /** On whose behalf the stack acts. */
  actor: Principal;
  retain: string[];
}
