// Plain JavaScript, because a worker thread loads this file as it stands: from the sources in a test, from what was built elsewhere.
import { parentPort, workerData } from 'node:worker_threads';
import { newQuickJSWASMModuleFromVariant, newVariant, RELEASE_SYNC } from 'quickjs-emscripten';

/** @type {WebAssembly.Module} the engine, compiled */
const wasmModule = workerData;

/**
 * @typedef {import('quickjs-emscripten').QuickJSContext} Context
 * @typedef {import('quickjs-emscripten').QuickJSHandle} Handle
 * @typedef {{ readonly text: unknown } | { readonly error: unknown }} Answer
 */

const STACK_BYTES = 512 * 1024;
const PAGE_BYTES = 64 * 1024;
/** What the engine was built to begin with. */
const FIRST_PAGES = 256;

/** The same records must give the same answer tomorrow, so what differs between two runs is taken away before any line of the code runs. */
const PRELUDE = `
delete globalThis.Date;
delete Math.random;
delete globalThis.WeakRef;
delete globalThis.FinalizationRegistry;
`;

const port = parentPort;
if (port === null) throw new Error('the sandbox runs in a worker thread');
port.on('message', (/** @type {import('./run-code.ts').Task} */ task) => void answerTo(task).then((answer) => port.postMessage(answer)));

/**
 * Does one task, in an engine and a memory of its own: nothing is left of it for the next.
 * @param {import('./run-code.ts').Task} task
 * @returns {Promise<Answer>}
 */
async function answerTo(task) {
  // the engine cannot tell how much it holds, so its own limit would not hold it: that of WebAssembly does
  const wasmMemory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: Math.floor(task.limits.memoryBytes / PAGE_BYTES) });
  const engine = await newQuickJSWASMModuleFromVariant(newVariant(RELEASE_SYNC, { wasmModule, wasmMemory }));
  const runtime = engine.newRuntime();
  runtime.setMaxStackSize(STACK_BYTES);
  runtime.setModuleLoader((name) => ({ error: new Error(`a validator may import nothing, not even ${name}`) }));
  try {
    const context = runtime.newContext();
    const world = prepare(context, task.given);
    // reading the records is our work, not the code's: a learner of many records must not use up its share
    let turns = 0;
    runtime.setInterruptHandler(() => (turns += 1) > task.limits.turns);
    port?.postMessage('begun');
    return evaluate(context, world, task.source);
  } catch (error) {
    return { error: { message: 'out of memory', name: String(error) } };
  }
}

/**
 * What the code is given, and how its answer is read: taken before the code can change anything of its world. Values go in and come out as
 * JSON text: no object of ours is ever within reach of the code.
 * @param {Context} context
 * @param {import('./run-code.ts').Task['given']} given
 */
function prepare(context, given) {
  context.unwrapResult(context.evalCode(PRELUDE));
  const json = context.getProp(context.global, 'JSON');
  const parse = context.getProp(json, 'parse');
  /** @param {string} text */
  const parsed = (text) => context.newString(text).consume((handle) => context.unwrapResult(context.callFunction(parse, json, handle)));
  return { values: given && [parsed(given.records), parsed(given.lab)], stringify: context.getProp(json, 'stringify') };
}

/**
 * Loads the code and calls its function, if there is anything to call it with.
 * @param {Context} context
 * @param {{ readonly values: readonly Handle[] | undefined, readonly stringify: Handle }} world
 * @param {string} source
 * @returns {Answer}
 */
function evaluate(context, { values, stringify }, source) {
  const module = context.evalCode(source, 'validator.js', { type: 'module' });
  if (module.error !== undefined) return { error: context.dump(module.error) };
  // a module that awaits something is a promise, which has no exports
  const check = context.getProp(module.value, 'default');
  if (context.typeof(check) !== 'function') return { error: { name: 'TypeError', message: 'there is no function as default export; nor may a validator await anything outside of it' } };
  if (values === undefined) return { text: undefined };
  const said = context.callFunction(check, context.undefined, ...values);
  if (said.error !== undefined) return { error: context.dump(said.error) };
  const text = context.callFunction(stringify, context.undefined, said.value);
  return text.error === undefined ? { text: context.dump(text.value) } : { error: context.dump(text.error) };
}
