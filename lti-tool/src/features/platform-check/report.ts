import { z } from 'zod';
import { checkCodes, type CheckCode } from './check-codes.ts';
import { findingSchema } from './finding.ts';

export const checkedParts = ['tool-keys', 'platform-keys', 'clock', 'token', 'line-items', 'roster', 'notices'] as const;
export type CheckedPart = (typeof checkedParts)[number];

const codeSchema = z.string().refine((code): code is CheckCode => Object.hasOwn(checkCodes, code));

const seen = {
  part: z.enum(checkedParts),
  /** Absent where there is nothing to tell. */
  finding: findingSchema.optional(),
  /** Words of the LMS or of the network, as they came; empty when there are none. */
  detail: z.string(),
};

/** What one part of a check found. `skipped` could not be tried. */
export const checkItemSchema = z.discriminatedUnion('outcome', [
  z.object({ ...seen, outcome: z.literal('ok') }),
  z.object({ ...seen, outcome: z.literal('failed'), code: codeSchema }),
  z.object({ ...seen, outcome: z.literal('skipped'), code: codeSchema }),
]);
export type CheckItem = z.infer<typeof checkItemSchema>;

/** A check of one platform, as it is kept. */
export interface CheckReport {
  readonly at: Date;
  readonly items: readonly CheckItem[];
}

export type PlatformLight = 'good' | 'degraded' | 'bad' | 'unknown';

/** Without these nothing works; without the others something does not. */
const vital: ReadonlySet<CheckedPart> = new Set(['tool-keys', 'platform-keys', 'token']);

/**
 * The light of a platform. Green is only what has been seen: a launch, or a check whose every part that was tried went well.
 */
export function lightOf({ lastLaunchAt, report }: { readonly lastLaunchAt: Date | null; readonly report: CheckReport | undefined }): PlatformLight {
  const failed = (report?.items ?? []).filter(({ outcome }) => outcome === 'failed');
  if (failed.some(({ part }) => vital.has(part))) return 'bad';
  if (failed.length > 0) return 'degraded';
  return lastLaunchAt !== null || report !== undefined ? 'good' : 'unknown';
}
