import type { Command } from 'commander';
import type { Clock, Ids } from '../ports/clock.ts';
import { noteAct } from '../features/audit/audit.ts';
import type { ListedKey, ToolKeys } from '../features/identity/tool-keys.ts';
import type { Resealed } from '../composition/reseal.ts';
import type { Sql } from '../ports/sql.ts';
import { explained } from './explained.ts';

/** What the commands about keys work with, opened for one of them. */
export interface KeyWorkshop {
  readonly sql: Sql;
  readonly toolKeys: ToolKeys;
  /** Whether the key before is known, so that there can be something to reseal. */
  readonly replacing: boolean;
  readonly reseal: () => Promise<Resealed>;
}

export interface KeyCommandDeps {
  readonly withKeys: (work: (workshop: KeyWorkshop) => Promise<void>) => Promise<void>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly print: (line: string) => void;
}

/** Adds `keys list | rotate | reseal` to a program. */
export function addKeyCommands(program: Command, deps: KeyCommandDeps): void {
  const keys = program.command('keys').description('the keys the tool signs with, and the key that seals them');
  keys
    .command('list')
    .description('show the signing keys that are published')
    .action(() => explained(keys, () => deps.withKeys(async ({ toolKeys }) => (await toolKeys.list()).map(line).forEach((text) => deps.print(text)))));
  keys
    .command('rotate')
    .description('make a new signing key; the old one stays published for a day')
    .action(() => explained(keys, () => deps.withKeys((workshop) => rotate(deps, workshop))));
  keys
    .command('reseal')
    .description('seal with SEALING_KEY what SEALING_KEY_PREVIOUS has sealed')
    .action(() => explained(keys, () => deps.withKeys((workshop) => resealAll(deps, workshop))));
}

async function rotate(deps: KeyCommandDeps, { sql, toolKeys }: KeyWorkshop): Promise<void> {
  // the key that signs until then has to be there
  await toolKeys.list();
  const { kid } = await toolKeys.rotate();
  await noteAct(deps, sql, { institutionId: null, actor: 'cloudclass keys', action: 'key.rotated', target: kid, detail: null });
  deps.print(`made ${kid}`);
  (await toolKeys.list()).map(line).forEach((text) => deps.print(text));
}

async function resealAll(deps: KeyCommandDeps, { sql, replacing, reseal }: KeyWorkshop): Promise<void> {
  const { resealed, unchanged } = await reseal();
  if (resealed > 0) await noteAct(deps, sql, { institutionId: null, actor: 'cloudclass keys', action: 'key.resealed', target: null, detail: `${resealed} secrets` });
  deps.print(`sealed anew: ${resealed}, sealed with SEALING_KEY already: ${unchanged}`);
  deps.print(replacing ? 'SEALING_KEY_PREVIOUS is not needed any more: take it out and restart every process' : 'everything opens with SEALING_KEY');
}

function line({ kid, createdAt, active, signsFrom, publishedUntil }: ListedKey): string {
  const use = active ? 'signs' : publishedUntil === null ? `signs from ${signsFrom.toISOString()}` : 'signs no more';
  const until = publishedUntil === null ? '' : `  published until ${publishedUntil.toISOString()}`;
  return `${kid}  made ${createdAt.toISOString()}  ${use}${until}`;
}
