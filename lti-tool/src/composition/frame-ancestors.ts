import { listPlatforms } from '../features/identity/platform-registry.ts';
import type { Services } from './services.ts';

const REREAD_MILLISECONDS = 30_000;

/** Origins of the registered platforms: read once before the first page, then again every half minute. */
export async function frameAncestors({ sql, log }: Services): Promise<() => readonly string[]> {
  let origins: readonly string[] = [];
  const read = async (): Promise<void> => {
    const platforms = await listPlatforms({ sql });
    origins = [...new Set(platforms.flatMap((platform) => (URL.canParse(platform.issuer) ? [new URL(platform.issuer).origin] : [])))];
  };
  await read();
  let readAt = performance.now();
  return () => {
    const now = performance.now();
    if (now - readAt > REREAD_MILLISECONDS) {
      readAt = now;
      read().catch((error: unknown) => log.warn({ error }, 'the platforms could not be read'));
    }
    return origins;
  };
}
