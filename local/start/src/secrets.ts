import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.strictObject({ sealingKey: z.base64(), webhookSecret: z.string(), oidcClientSecret: z.string() });
export type Secrets = z.infer<typeof secretsSchema>;

/** This installation's own secrets: made at the first start, readable by the owner only, found again at the next. */
export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const secrets: Secrets = {
    sealingKey: randomBytes(32).toString('base64'),
    webhookSecret: `whsec_${randomBytes(24).toString('hex')}`,
    oidcClientSecret: randomBytes(24).toString('base64url'),
  };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
