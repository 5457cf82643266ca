// What `npm run class` runs, beside `npm start`, which has built it.
import { existsSync } from 'node:fs';

const built = new URL('../dist/main.js', import.meta.url);
const say = (line) => void process.stdout.write(`${line}\n`);
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

try {
  if (!existsSync(built)) throw Object.assign(new Error('It is not built yet: run "npm start" in another terminal first.'), { name: 'ClassError' });
  const { runClass } = await import(built.href);
  if (!(await runClass(process.env, say))) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error && error.name === 'ClassError' ? error.message : error?.stack ?? error}\n`);
  process.exit(1);
}
