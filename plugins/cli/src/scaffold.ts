import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packIdSchema } from '@cloudclass/plugin-contract';
import { scaffoldFixtures } from './scaffold-fixtures.ts';
import { scaffoldTexts } from './scaffold-texts.ts';
import type { Terminal } from './terminal.ts';

/**
 * `pack new`: writes a small pack that lints and tests green, to be changed bit by bit.
 * @param folder to create; it must not exist, so that nothing is overwritten.
 */
export async function scaffold(id: string, folder: string, terminal: Terminal): Promise<void> {
  const parsed = packIdSchema.safeParse(id);
  if (!parsed.success) return refuse(`${id} cannot name a pack: an id ${parsed.error.issues[0]?.message ?? 'has another form'}`, terminal);
  try {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder);
  } catch (error) {
    return refuse(`${folder} cannot be created: ${error instanceof Error ? error.message : String(error)}`, terminal);
  }
  const files = { ...scaffoldTexts(parsed.data), ...scaffoldFixtures() };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { flag: 'wx' });
  }
  terminal.out(`${folder}: ${Object.keys(files).length} files written. Next: cloudclass pack lint ${folder} && cloudclass pack test ${folder}`);
}

function refuse(message: string, terminal: Terminal): void {
  terminal.out(message);
  terminal.setExitCode(1);
}
