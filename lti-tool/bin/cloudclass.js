#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/src/cli/cloudclass.js', import.meta.url);
if (!existsSync(built)) {
  process.stderr.write('The command is not built yet: run "npm run build" first.\n');
  process.exit(1);
}
// what "npm start" in this folder has running, unless another database is named
const running = `${process.env.CLOUDCLASS_DATA_DIR ?? '.data'}/cloudclass.env`;
if (process.env.DATABASE_URL === undefined && existsSync(running)) process.loadEnvFile(running);
const { runCommand } = await import(built.href);
await runCommand(process.argv.slice(2));
