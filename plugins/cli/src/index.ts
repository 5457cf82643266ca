export { addPackCommands, fillPackGroup } from './commands.ts';
export type { Terminal } from './terminal.ts';
