// What `npm start` runs. Plain JavaScript without dependencies: it must work before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './installed.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
/** Beside the packages, so that it goes with them: what was built from which sources. */
const stampDir = join(root, 'node_modules/.cache/cloudclass');
const dataDir = process.env.CLOUDCLASS_DATA_DIR ?? join(root, '.data');
const OLDEST_NODE = [20, 19];

/** The SDK is pinned and tested on this Node.js: its notice of versions to come is for whoever updates it, not for a newcomer. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** A condition the person can mend: one sentence, no stack. */
class Unusable extends Error {}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Unusable(`Cloudclass needs Node.js ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Install a newer one from nodejs.org and start again.`);
}

function checkWritable() {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
    writeFileSync(join(dataDir, '.writable'), '');
    rmSync(join(dataDir, '.writable'));
  } catch {
    throw new Unusable(`The folder ${dataDir} cannot be written: make it writable, or name another one in CLOUDCLASS_DATA_DIR.`);
  }
}

function digestOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const entry of readdirSync(path).sort()) if (entry !== 'node_modules' && entry !== 'dist') add(join(path, entry));
    } else hash.update(path.slice(root.length)).update(readFileSync(path));
  };
  paths.forEach((path) => add(join(root, path)));
  return hash.digest('hex');
}

/** Runs a step when what it depends on has changed since it last succeeded. */
async function whenChanged(name, { inputs, output, label, command }) {
  const stamp = join(stampDir, `${name}.stamp`);
  const digest = digestOf(inputs);
  if (existsSync(join(root, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  await step(label, command);
  mkdirSync(stampDir, { recursive: true });
  writeFileSync(stamp, digest);
}

/** Somebody may have installed by hand: a newcomer does not wait for it twice. */
async function install() {
  const [wanted, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map((path) => join(root, path));
  if (existsSync(installed) && isInstalled(JSON.parse(readFileSync(wanted, 'utf8')), JSON.parse(readFileSync(installed, 'utf8')))) return;
  await step('installing packages (npm ci)', ['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

async function step(label, command) {
  const began = Date.now();
  say(`  ${label} …`);
  await run(command);
  say(`  ${label}: done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

function run([program, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let output = '';
    const keep = (chunk) => { output = (output + chunk).slice(-4000); };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', () => reject(new Unusable(`"${program}" could not be run: is it installed and on the PATH?`)));
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Unusable(`"${[program, ...args].join(' ')}" failed:\n${output.trim()}`))));
  });
}

async function prepare() {
  checkNode();
  if (process.argv.includes('--reset')) rmSync(dataDir, { recursive: true, force: true });
  checkWritable();
  say('Cloudclass');
  await install();
  await whenChanged('server', { inputs: ['tsconfig.json', 'tsconfig.base.json', 'lti-tool', 'billing', 'plugins', 'local'], output: 'local/start/dist/main.js', label: 'building the server', command: [process.execPath, 'node_modules/typescript/bin/tsc', '-b'] });
  await whenChanged('pages', { inputs: ['widgets', 'lti-tool/schema.graphql'], output: 'widgets/dist/index.html', label: 'building the pages', command: ['npm', 'run', '-s', 'build', '-w', 'widgets'] });
}

/** The identity provider's library greets Node.js 20, on which it is tested here, with a warning while it loads. */
/* oxlint-disable no-console -- it is the console that the library writes to, so it is the console that is held still */
async function withoutWarnings(load) {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await load();
  } finally {
    console.warn = warn;
  }
}
/* oxlint-enable no-console */

try {
  await prepare();
  const { start } = await withoutWarnings(() => import('../dist/main.js'));
  await start({ root, dataDir, environment: process.env });
} catch (error) {
  process.stderr.write(`\n${error instanceof Error && (error instanceof Unusable || error.name === 'StartError') ? error.message : error?.stack ?? error}\n`);
  process.exit(1);
}
