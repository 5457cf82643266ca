import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { CloudTrailRecord, LabFacts } from '@cloudclass/plugin-contract';

/** Why a code validator has no answer. Nothing it does is an exception of ours. */
export type CodeProblem = 'CODE_TIMEOUT' | 'CODE_MEMORY' | 'CODE_THREW' | 'CODE_RESULT_INVALID';

/** Code that came to no answer. */
export interface CodeFailure {
  readonly ok: false;
  readonly code: CodeProblem;
  readonly detail: string;
  /** The line of the code, from 1, on which it was; undefined when the engine gave up without saying. */
  readonly line?: number;
}

export type CodeOutcome = { readonly ok: true; readonly passed: boolean; readonly eventIds: readonly string[] } | CodeFailure;

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
  /** What its function is called with, as JSON texts; undefined when the code is only to be loaded. */
  readonly given: { readonly records: string; readonly lab: string } | undefined;
  readonly limits: CodeLimits;
}

const resultSchema = z.strictObject({ passed: z.boolean(), eventIds: z.array(z.string()).max(1_000).default([]) });

/**
 * Runs a pack's code over a lab's records in a sandbox: a JavaScript engine of its own in WebAssembly, without network, files, clock or
 * randomness, within limits on work and memory. It runs in another thread, so that the process goes on meanwhile and can end it.
 * @param source an ES module whose default export takes (records, lab) and returns `{ passed, eventIds? }`, at once: no promise
 */
export async function runCodeValidator(source: string, records: readonly CloudTrailRecord[], lab: LabFacts, limits: CodeLimits = codeLimits): Promise<CodeOutcome> {
  const answer = await inThread({ source, given: { records: JSON.stringify(records), lab: JSON.stringify(lab) }, limits });
  return answer.ok ? read(answer.text) : answer;
}

/**
 * Loads a pack's code in the same sandbox and calls nothing of it: what is found is wrong with it whatever the records are.
 * @returns why it could not be run; undefined when it can
 */
export async function checkCode(source: string, limits: CodeLimits = codeLimits): Promise<CodeFailure | undefined> {
  const answer = await inThread({ source, given: undefined, limits });
  return answer.ok ? undefined : answer;
}

/** What the sandbox sent back: the text of the code's answer, not read yet. */
type Answer = { readonly ok: true; readonly text: unknown } | CodeFailure;

async function inThread(task: Task): Promise<Answer> {
  const thread = waitingThread() ?? (await startThread());
  thread.ref();
  const { answer, reusable } = await answerOf(thread, task);
  if (reusable && waiting.size < THREADS_KEPT) {
    // a thread that waits keeps no process from ending
    thread.unref();
    waiting.add(thread);
  } else {
    await thread.terminate();
  }
  return answer;
}

/**
 * Threads without a task: to start one takes many times as long as a run, and code is run for each record of a lab. Nothing stays in them:
 * each task has an engine and a memory of its own.
 */
const waiting = new Set<Worker>();
const THREADS_KEPT = 2;

function waitingThread(): Worker | undefined {
  const [thread] = waiting;
  if (thread !== undefined) waiting.delete(thread);
  return thread;
}

/** The engine as machine code, made once a process: to compile it takes longer than most code runs. It holds no memory, so runs share nothing by it. */
let engine: Promise<WebAssembly.Module> | undefined;

async function compileEngine(): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(await readFile(fileURLToPath(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm'))));
  } catch (error) {
    // a file that could not be opened for once is tried again at the next run
    engine = undefined;
    throw error;
  }
}

async function startThread(): Promise<Worker> {
  const workerData = await (engine ??= compileEngine());
  const thread = new Worker(new URL('./sandbox.js', import.meta.url), { env: {}, workerData });
  // one that dies while it waits is not used
  thread.on('error', () => waiting.delete(thread));
  thread.on('exit', () => waiting.delete(thread));
  return thread;
}

const messageSchema = z.union([z.literal('begun'), z.object({ text: z.unknown() }), z.object({ error: z.unknown() })]);

interface Run {
  readonly answer: Answer;
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
      const gaveUp = (code: CodeProblem, detail: string): void => resolve({ answer: { ok: false, code, detail: detail.slice(0, 500) }, reusable: false });
      const on = (event: 'message' | 'error' | 'exit', hear: (value: unknown) => void): void => {
        thread.on(event, hear);
        over.signal.addEventListener('abort', () => thread.off(event, hear));
      };
      on('message', (value) => {
        const message = messageSchema.parse(value);
        if (message === 'begun') clock = setTimeout(() => { gaveUp('CODE_TIMEOUT', `no answer within ${milliseconds} ms`); }, milliseconds);
        else resolve({ answer: 'error' in message ? failureOf(message.error, task.source) : { ok: true, text: message.text }, reusable: true });
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

const thrownSchema = z.looseObject({ name: z.string().optional(), message: z.string().optional(), stack: z.string().optional() });

function failureOf(error: unknown, source: string): CodeFailure {
  const thrown = thrownSchema.safeParse(error);
  const { name = 'Error', message = String(error), stack = '' } = thrown.success ? thrown.data : {};
  return { ok: false, code: problemOf(message), detail: `${name}: ${message}`.slice(0, 500), line: lineOf(stack, message, source) };
}

function problemOf(message: string): CodeProblem {
  if (message === 'interrupted') return 'CODE_TIMEOUT';
  return message === 'out of memory' || message === 'stack overflow' || message === 'Maximum call stack size exceeded' ? 'CODE_MEMORY' : 'CODE_THREW';
}

/**
 * The innermost line that the engine names: of an error its own, of a loop that was stopped that of the function it stands in. A refused import has none,
 * so it is looked for by its name. Code can throw anything, a stack of its own making too: a line that it does not have becomes its first.
 */
function lineOf(stack: string, message: string, source: string): number {
  const lines = source.split('\n');
  const [, imported] = /^a validator may import nothing, not even (?:.*\/)?([^/]+)$/.exec(message) ?? [];
  if (imported !== undefined) return lines.findIndex((line) => line.includes(imported)) + 1 || 1;
  const told = Number(/validator\.js:(\d+)/.exec(stack)?.[1] ?? 1);
  return told >= 1 && told <= lines.length ? told : 1;
}
