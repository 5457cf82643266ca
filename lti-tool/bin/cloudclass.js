#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/src/cli/cloudclass.js', import.meta.url);
if (!existsSync(built)) {
  process.stderr.write('The command is not built yet: run "npm run build" first.\n');
  process.exit(1);
}
const { runCommand } = await import(built.href);
await runCommand(process.argv.slice(2));
