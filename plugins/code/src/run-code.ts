import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { CloudTrailRecord, LabFacts } from '@cloudclass/plugin-contract';

/** Why a code validator has no answer. Nothing it does is an exception of ours. */
export type CodeProblem = 'CODE_TIMEOUT' | 'CODE_MEMORY' | 'CODE_THREW' | 'CODE_RESULT_INVALID';

export type CodeOutcome =
  | { readonly ok: true; readonly passed: boolean; readonly eventIds: readonly string[] }
  | { readonly ok: false; readonly code: CodeProblem; readonly detail: string };

export interface CodeLimits {
  /**
   * How often the engine may ask whether to go on: each time it has run through some ten thousand loops and calls. It is work that is
   * counted, not time, so that a busy machine gives the same answer as an idle one. A thousand are about a quarter of a second.
   */
  readonly turns: number;
  /** Of all that the engine holds: the records of a lab, of which there may be thousands, are part of it. */
  readonly memoryBytes: number;
  /** Of the clock: the engine is not asked within a search through a long text or a sort, so what takes so long is ended from outside. */
  readonly milliseconds: number;
}

export const codeLimits: CodeLimits = { turns: 1_000, memoryBytes: 96 * 1024 * 1024, milliseconds: 10_000 };

/** What the sandbox is given. */
export interface Task {
  readonly source: string;
  /** JSON texts. */
  readonly records: string;
  readonly lab: string;
  readonly limits: CodeLimits;
}

const resultSchema = z.strictObject({ passed: z.boolean(), eventIds: z.array(z.string()).max(1_000).default([]) });

/**
 * Runs a pack's code over a lab's records in a sandbox: a JavaScript engine of its own in WebAssembly, without network, files, clock or
 * randomness, within limits on work and memory. It runs in a thread of its own, so that the process goes on meanwhile and can end it.
 * @param source an ES module whose default export takes (records, lab) and returns `{ passed, eventIds? }`, at once: no promise
 */
export async function runCodeValidator(source: string, records: readonly CloudTrailRecord[], lab: LabFacts, limits: CodeLimits = codeLimits): Promise<CodeOutcome> {
  const task: Task = { source, records: JSON.stringify(records), lab: JSON.stringify(lab), limits };
  const sandbox = new Worker(new URL('./sandbox.js', import.meta.url), { workerData: task, env: {} });
  try {
    return await answerOf(sandbox, limits.milliseconds);
  } finally {
    await sandbox.terminate();
  }
}

const messageSchema = z.union([z.literal('begun'), z.object({ text: z.unknown() }), z.object({ error: z.unknown() })]);

/** Waits for the answer; the clock runs from the moment the code does, however long a busy machine took to start the thread. */
function answerOf(sandbox: Worker, milliseconds: number): Promise<CodeOutcome> {
  return new Promise((resolve) => {
    let clock: NodeJS.Timeout | undefined;
    const end = (outcome: CodeOutcome): void => {
      clearTimeout(clock);
      resolve(outcome);
    };
    sandbox.on('message', (value: unknown) => {
      const message = messageSchema.parse(value);
      if (message === 'begun') clock = setTimeout(() => { end({ ok: false, code: 'CODE_TIMEOUT', detail: `no answer within ${milliseconds} ms` }); }, milliseconds);
      else end('error' in message ? problemOf(message.error) : read(message.text));
    });
    // an engine that ran out of memory may take its thread along
    sandbox.on('error', (error) => { end({ ok: false, code: 'CODE_MEMORY', detail: String(error).slice(0, 500) }); });
    sandbox.on('exit', () => { end({ ok: false, code: 'CODE_MEMORY', detail: 'the engine gave up' }); });
  });
}

function read(text: unknown): CodeOutcome {
  const parsed = resultSchema.safeParse(parseJson(text));
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
