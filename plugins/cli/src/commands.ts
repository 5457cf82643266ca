import { languageSchema, type Language } from '@cloudclass/plugin-contract';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { lint } from './lint.ts';
import { preview } from './preview.ts';
import { scaffold } from './scaffold.ts';
import type { Terminal } from './terminal.ts';
import { testPacks } from './test-pack.ts';

/** Adds the group `pack` with its commands to a program. */
export function addPackCommands(program: Command, terminal: Terminal): Command {
  return fillPackGroup(program.command('pack').description('check, test and begin course packs'), terminal);
}

/** Adds the commands to a group that is there. */
export function fillPackGroup(group: Command, terminal: Terminal): Command {
  group
    .command('lint')
    .description('check packs; print every fault as file:line: CODE message')
    .argument('<folders...>', 'folders of packs')
    .action((folders: string[]) => lint(folders, terminal));
  group
    .command('test')
    .description('evaluate the fixtures of packs')
    .argument('<folders...>', 'folders of packs')
    .option('--all', 'print the verdicts that are as expected too')
    .action((folders: string[], options: { all?: boolean }) => testPacks(folders, options, terminal));
  group
    .command('new')
    .description('begin a pack that lints and tests green')
    .argument('<id>', 'lower-case words joined by hyphens')
    .argument('[folder]', 'folder to create (default: the id)')
    .action((id: string, folder?: string) => scaffold(id, folder ?? id, terminal));
  group
    .command('preview')
    .description('print the steps, points, headings and resources of a pack')
    .argument('<folder>', 'folder of the pack')
    .addOption(new Option('--lang <language>', 'language of the texts').default('en').argParser(parseLanguage))
    .action((folder: string, options: { lang: Language }) => preview(folder, options, terminal));
  return group;
}

function parseLanguage(text: string): Language {
  const parsed = languageSchema.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError(`Choose one of ${languageSchema.options.join(', ')}.`);
  return parsed.data;
}
