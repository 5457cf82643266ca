export { checkPack } from './check-pack.ts';
export { addPackCommands, fillPackGroup } from './commands.ts';
export type { Terminal } from './terminal.ts';
