import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecrets, portsFrom, startEverything, StartError } from '../src/main.ts';

test.each(['nonsense', 'http://user:secret@127.0.0.1/x', ''])('a DATABASE_URL of %j is one clear sentence that does not repeat it', async (databaseUrl) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cloudclass-start-'));
  try {
    const starting = startEverything({ root: dataDir, dataDir, ports: portsFrom(0), secrets: loadSecrets(dataDir), databaseUrl, say: () => {} });
    await expect(starting).rejects.toThrow(StartError);
    await expect(starting).rejects.toThrow(/^DATABASE_URL is no address(?!.*secret)/);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
