#!/usr/bin/env node
import { Command } from 'commander';
import { fillPackGroup } from './commands.ts';

// A reader such as `head` may close the pipe before everything is printed.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const program = new Command('cloudclass-pack')
  .description('Course packs of Cloudclass.')
  .addHelpText('after', '\nExit codes: 0 fine, 1 a pack is at fault or the command line is wrong.');
fillPackGroup(program, {
  out: (line) => void process.stdout.write(`${line}\n`),
  setExitCode: (code) => {
    process.exitCode = code;
  },
});
await program.parseAsync();
