#!/usr/bin/env node
import { Command } from 'commander';
import { fillPackGroup } from './commands.ts';

const program = new Command('cloudclass-pack').description('Course packs of Cloudclass. Exit codes: 0 fine, 1 a pack is at fault or the command line is wrong.');
fillPackGroup(program, {
  out: (line) => console.log(line),
  setExitCode: (code) => {
    process.exitCode = code;
  },
});
await program.parseAsync();
