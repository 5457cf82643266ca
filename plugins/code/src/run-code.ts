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
 * randomness, within limits on work and memory. It runs in another thread, so that the process goes on meanwhile and can end it.
 * @param source an ES module whose default export takes (records, lab) and returns `{ passed, eventIds? }`, at once: no promise
 */
export async function runCodeValidator(source: string, records: readonly CloudTrailRecord[], lab: LabFacts, limits: CodeLimits = codeLimits): Promise<CodeOutcome> {
  const thread = waitingThread() ?? startThread();
  thread.ref();
  const { outcome, reusable } = await answerOf(thread, { source, records: JSON.stringify(records), lab: JSON.stringify(lab), limits });
  if (reusable && waiting.size < THREADS_KEPT) {
    // a thread that waits keeps no process from ending
    thread.unref();
    waiting.add(thread);
  } else {
    await thread.terminate();
  }
  return outcome;
}

/**
 * Threads without a task: to start one takes some ten times as long as a run, and code is run for each record of a lab. Nothing stays in them:
 * each task has an engine and a memory of its own.
 */
const waiting = new Set<Worker>();
const THREADS_KEPT = 2;

function waitingThread(): Worker | undefined {
  const [thread] = waiting;
  if (thread !== undefined) waiting.delete(thread);
  return thread;
}

function startThread(): Worker {
  const thread = new Worker(new URL('./sandbox.js', import.meta.url), { env: {} });
  // one that dies while it waits is not used
  thread.on('error', () => waiting.delete(thread));
  thread.on('exit', () => waiting.delete(thread));
  return thread;
}

const messageSchema = z.union([z.literal('begun'), z.object({ text: z.unknown() }), z.object({ error: z.unknown() })]);

interface Run {
  readonly outcome: CodeOutcome;
  /** Whether the thread came to the end of its task, and can have another. */
  readonly reusable: boolean;
}

/** Waits for the answer; the clock runs from the moment the code does, however long a busy machine took to start the thread. */
async function answerOf(thread: Worker, task: Task): Promise<Run> {
  const over = new AbortController();
  let clock: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve) => {
      const { milliseconds } = task.limits;
      const gaveUp = (code: CodeProblem, detail: string): void => resolve({ outcome: { ok: false, code, detail: detail.slice(0, 500) }, reusable: false });
      const on = (event: 'message' | 'error' | 'exit', hear: (value: unknown) => void): void => {
        thread.on(event, hear);
        over.signal.addEventListener('abort', () => thread.off(event, hear));
      };
      on('message', (value) => {
        const message = messageSchema.parse(value);
        if (message === 'begun') clock = setTimeout(() => { gaveUp('CODE_TIMEOUT', `no answer within ${milliseconds} ms`); }, milliseconds);
        else resolve({ outcome: 'error' in message ? problemOf(message.error) : read(message.text), reusable: true });
      });
      // an engine that ran out of memory may take its thread along
      on('error', (error) => { gaveUp('CODE_MEMORY', String(error)); });
      on('exit', () => { gaveUp('CODE_MEMORY', 'the engine gave up'); });
      thread.postMessage(task, []);
    });
  } finally {
    clearTimeout(clock);
    over.abort();
  }
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
