import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where `npx cloudclass` finds what is running (`lti-tool/bin/cloudclass.js`). */
const FILE = 'cloudclass.env';

/**
 * Lets the command line work on what is running: its settings stand in a file that only the owner may read, as long as it runs.
 * @returns what takes the file away
 */
export function offerToCommands(dataDir: string, environment: Readonly<Record<string, string>>): { close(): Promise<void> } {
  const file = join(dataDir, FILE);
  // a file that is there keeps its mode, whatever is asked for
  rmSync(file, { force: true });
  const settings = Object.entries(environment).filter(([name]) => name !== 'PATH' && name !== 'NODE_OPTIONS');
  writeFileSync(file, settings.map(([name, value]) => `${name}="${value}"\n`).join(''), { mode: 0o600 });
  return { close: async () => rmSync(file, { force: true }) };
}
