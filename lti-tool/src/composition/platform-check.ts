import { platformIdSchema } from '../domain/ids.ts';
import { checkPlatform } from '../features/platform-check/check-platform.ts';
import type { CheckReport } from '../features/platform-check/report.ts';
import type { Services } from './services.ts';

/** What a check needs of the adapters; the command builds no more than this. */
export type CheckServices = Pick<Services, 'sql' | 'clock' | 'outbound' | 'publicUrl' | 'toolKeys' | 'platformServices'>;

/**
 * Tries a platform's keys and services and keeps the report.
 * @returns undefined when there is no such platform
 */
export async function checkOnePlatform({ toolKeys, platformServices, ...services }: CheckServices, id: string): Promise<CheckReport | undefined> {
  const parsed = platformIdSchema.safeParse(id);
  if (!parsed.success) return undefined;
  return checkPlatform({ ...services, probe: platformServices.probe, toolKeyIds: async () => (await toolKeys.list()).map(({ kid }) => kid) }, parsed.data);
}
