import { newQuickJSWASMModule, type QuickJSContext, type QuickJSHandle } from 'quickjs-emscripten';
import { z } from 'zod';
import type { CloudTrailRecord, LabFacts } from '@cloudclass/plugin-contract';

/** Why a code validator has no answer. Nothing it does is an exception of ours. */
export type CodeProblem = 'CODE_TIMEOUT' | 'CODE_MEMORY' | 'CODE_THREW' | 'CODE_RESULT_INVALID';

export type CodeOutcome =
  | { readonly ok: true; readonly passed: boolean; readonly eventIds: readonly string[] }
  | { readonly ok: false; readonly code: CodeProblem; readonly detail: string };

export interface CodeLimits {
  /** Of processor time: a machine that is busy with others must not make a step fail. */
  readonly milliseconds: number;
  readonly memoryBytes: number;
}

export const codeLimits: CodeLimits = { milliseconds: 250, memoryBytes: 32 * 1024 * 1024 };

/** However busy the machine is, code is cut off after so many times its processor time. */
const LONGEST_WAIT = 20;

const STACK_BYTES = 512 * 1024;
const resultSchema = z.strictObject({ passed: z.boolean(), eventIds: z.array(z.string()).max(1_000).default([]) });

/** The same records must give the same answer tomorrow, so what differs between two runs is taken away before any line of the code runs. */
const PRELUDE = `
delete globalThis.Date;
delete Math.random;
delete globalThis.WeakRef;
delete globalThis.FinalizationRegistry;
`;

/**
 * Runs a pack's code over a lab's records in a sandbox: a JavaScript engine of its own in WebAssembly, without network, files, clock or
 * randomness, within limits on time and memory.
 * @param source an ES module whose default export takes (records, lab) and returns `{ passed, eventIds? }`, at once: no promise
 */
export async function runCodeValidator(source: string, records: readonly CloudTrailRecord[], lab: LabFacts, limits: CodeLimits = codeLimits): Promise<CodeOutcome> {
  // an engine of its own for each run: one that ran out of memory cannot be trusted, nor taken down in order, so it is just let go
  const engine = await newQuickJSWASMModule();
  const runtime = engine.newRuntime();
  runtime.setMemoryLimit(limits.memoryBytes);
  runtime.setMaxStackSize(STACK_BYTES);
  runtime.setModuleLoader((name) => ({ error: new Error(`a validator may import nothing, not even ${name}`) }));
  try {
    const context = runtime.newContext();
    const world = prepare(context, { records, lab });
    // reading the records is our work, not the code's: a learner of many records must not use up its time
    runtime.setInterruptHandler(timeIsUp(limits));
    return read(evaluate(context, source, world));
  } catch (error) {
    return { ok: false, code: 'CODE_MEMORY', detail: error instanceof Error ? error.message.slice(0, 500) : 'the engine gave up' };
  }
}

/** Code runs while nothing else of this process does, so what the process uses meanwhile is the code's. */
function timeIsUp({ milliseconds }: CodeLimits): () => boolean {
  const begun = process.cpuUsage();
  const deadline = performance.now() + milliseconds * LONGEST_WAIT;
  return () => {
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1_000 > milliseconds || performance.now() > deadline;
  };
}

type Evaluation = { readonly value: unknown } | { readonly error: unknown };

/** What the code is given, and how its answer is read: taken before the code can change anything of its world. */
interface World {
  readonly arguments: readonly [records: QuickJSHandle, lab: QuickJSHandle];
  readonly stringify: QuickJSHandle;
}

/** Values go in and come out as JSON text: no object of ours is ever within reach of the code. */
function prepare(context: QuickJSContext, input: { readonly records: readonly CloudTrailRecord[]; readonly lab: LabFacts }): World {
  context.unwrapResult(context.evalCode(PRELUDE));
  const json = context.getProp(context.global, 'JSON');
  const parse = context.getProp(json, 'parse');
  const parsed = (value: unknown): QuickJSHandle => context.unwrapResult(context.callFunction(parse, json, context.newString(JSON.stringify(value))));
  return { arguments: [parsed(input.records), parsed(input.lab)], stringify: context.getProp(json, 'stringify') };
}

function evaluate(context: QuickJSContext, source: string, world: World): Evaluation {
  const module = context.evalCode(source, 'validator.js', { type: 'module' });
  if (module.error !== undefined) return { error: context.dump(module.error) };
  const answer = context.callFunction(context.getProp(module.value, 'default'), context.undefined, ...world.arguments);
  if (answer.error !== undefined) return { error: context.dump(answer.error) };
  const text = context.callFunction(world.stringify, context.undefined, answer.value);
  return text.error === undefined ? { value: context.dump(text.value) } : { error: context.dump(text.error) };
}

function read(evaluation: Evaluation): CodeOutcome {
  if ('error' in evaluation) return problemOf(evaluation.error);
  const parsed = resultSchema.safeParse(parseJson(evaluation.value));
  if (!parsed.success) return { ok: false, code: 'CODE_RESULT_INVALID', detail: z.prettifyError(parsed.error).slice(0, 500) };
  return { ok: true, ...parsed.data };
}

function parseJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

const thrownSchema = z.looseObject({ name: z.string().optional(), message: z.string().optional() });

function problemOf(error: unknown): CodeOutcome {
  const thrown = thrownSchema.safeParse(error);
  const { name = 'Error', message = String(error) } = thrown.success ? thrown.data : {};
  const detail = `${name}: ${message}`.slice(0, 500);
  if (message === 'interrupted') return { ok: false, code: 'CODE_TIMEOUT', detail };
  if (message === 'out of memory' || message === 'stack overflow' || message === 'Maximum call stack size exceeded') return { ok: false, code: 'CODE_MEMORY', detail };
  return { ok: false, code: 'CODE_THREW', detail };
}
