import type { z } from 'zod';
import { AwsError } from '../errors.ts';
import type { JsonObject } from '../state/model.ts';
import type { CallContext } from './cloud.ts';

/** A resource in the form of CloudTrail's `resources` list. */
export interface TrailResource {
  readonly ARN: string;
  readonly accountId?: string;
  readonly type: string;
}

/** How CloudTrail writes an operation down; what is absent follows the general rule. */
interface TrailSpec<Input, Output> {
  readonly eventName?: string;
  /** A data event: delivered, but not kept for LookupEvents. */
  readonly data?: true;
  readonly parameters?: (input: Input, context: CallContext) => JsonObject | null;
  readonly response?: (output: Output, context: CallContext) => JsonObject | null;
  readonly resources?: (input: Input, context: CallContext) => TrailResource[];
  readonly additional?: (input: Input, output: Output | null) => JsonObject;
  /** The Region the record belongs to, when it is not the one the request was signed for. */
  readonly region?: (input: Input, context: CallContext) => string | undefined;
}

/** The resource a call is about, for policies. */
export interface Target {
  readonly arn: string;
  readonly policy?: string | undefined;
  readonly owner?: string | undefined;
  /** The policy of the resource must allow even its own account. */
  readonly mustAllow?: boolean;
  readonly conditions?: Readonly<Record<string, string>>;
  /** What else the caller must be allowed for the same call: on further resources, or by another action. */
  readonly also?: readonly FurtherTarget[];
}

/** Another thing that a call is about, such as a volume that comes with an instance, or the role that it is given. */
export interface FurtherTarget {
  /** As in a policy, with the service; the call's own action when absent. */
  readonly action?: string;
  readonly arn: string;
  readonly conditions?: Readonly<Record<string, string>>;
}

export interface OperationSpec<Schema extends z.ZodType, Output extends object> {
  /** The operation's name on the wire. */
  readonly name: string;
  readonly access: 'read' | 'write';
  readonly input: Schema;
  /** IAM action without the service prefix, when it is not the operation's name. */
  readonly action?: string;
  /** What the call is about; everything when absent. */
  readonly target?: (input: z.output<Schema>, context: CallContext) => Target;
  readonly trail?: TrailSpec<z.output<Schema>, Output>;
  /** No policy can forbid the call, not even by an explicit denial. */
  readonly open?: true;
  /** Calls that AWS does not write down unless asked, and that would feed the stream that carries the records. */
  readonly unrecorded?: true;
  readonly run: (input: z.output<Schema>, context: CallContext) => Output | Promise<Output>;
}

/** What a finished call leaves for the caller and for CloudTrail. */
export interface Outcome {
  readonly output: object;
  readonly response: JsonObject | null | undefined;
  readonly additional: JsonObject | undefined;
}

/** A call whose input has been read: ready to be decided on and run. */
export interface PreparedCall {
  readonly target: (context: CallContext) => Target;
  /** Request parameters for CloudTrail; undefined means: as the general rule writes them. */
  readonly parameters: (context: CallContext) => JsonObject | null | undefined;
  readonly resources: (context: CallContext) => TrailResource[];
  readonly trailRegion: (context: CallContext) => string | undefined;
  readonly run: (context: CallContext) => Promise<Outcome>;
}

/** An operation of a service, with the types of its input and output closed over. */
export interface Operation {
  readonly name: string;
  readonly action: string;
  readonly readOnly: boolean;
  readonly eventName: string;
  readonly dataEvent: boolean;
  readonly recorded: boolean;
  readonly open: boolean;
  /** Reads the input. Throws an {@link AwsError} with the given code when it does not fit. */
  readonly prepare: (raw: unknown, invalidCode: string) => PreparedCall;
}

/** Declares an operation: its input, who may call it on what, how CloudTrail sees it, and what it does. */
export function operation<Schema extends z.ZodType, Output extends object>(spec: OperationSpec<Schema, Output>): Operation {
  return {
    name: spec.name,
    action: spec.action ?? spec.name,
    readOnly: spec.access === 'read',
    eventName: spec.trail?.eventName ?? spec.name,
    dataEvent: spec.trail?.data ?? false,
    recorded: !spec.unrecorded,
    open: spec.open ?? false,
    prepare: (raw, invalidCode) => prepareCall(spec, readInput(spec.input, raw, invalidCode)),
  };
}

function readInput<Schema extends z.ZodType>(schema: Schema, raw: unknown, invalidCode: string): z.output<Schema> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `Value at '${issue.path.join('.')}' failed to satisfy constraint: ${issue.message}`);
  throw new AwsError(invalidCode, `${issues.length} validation error detected: ${issues.join('; ')}`);
}

function prepareCall<Schema extends z.ZodType, Output extends object>(
  spec: OperationSpec<Schema, Output>,
  input: z.output<Schema>,
): PreparedCall {
  const trail = spec.trail;
  return {
    target: (context) => spec.target?.(input, context) ?? { arn: '*' },
    parameters: (context) => trail?.parameters?.(input, context),
    resources: (context) => trail?.resources?.(input, context) ?? [],
    trailRegion: (context) => trail?.region?.(input, context),
    run: async (context) => {
      const output = await spec.run(input, context);
      return { output, response: trail?.response?.(output, context), additional: trail?.additional?.(input, output) };
    },
  };
}
