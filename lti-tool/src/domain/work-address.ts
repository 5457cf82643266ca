import { z } from 'zod';
import { personIdSchema, resourceLinkIdSchema, type PersonId, type ResourceLinkId } from './ids.ts';

/** Somebody's work in an activity. */
export interface WorkPlace {
  readonly resourceLinkId: ResourceLinkId;
  readonly personId: PersonId;
}

const PARAMETER = 'work';

/**
 * The address by which a platform launches to a learner's work where it knows no message for that: Canvas keeps one with a submission, and its
 * SpeedGrader opens it as the target of an ordinary launch. Ids and a dot alone, for what is encoded in such an address it decodes
 * once too often (https://github.com/instructure/canvas-lms/issues/1486).
 * @param publicUrl origin under which browsers reach this server
 */
export function workAddress(publicUrl: string, { resourceLinkId, personId }: WorkPlace): string {
  const url = new URL('/lti/launch', publicUrl);
  url.searchParams.set(PARAMETER, `${resourceLinkId}.${personId}`);
  return url.href;
}

const placeSchema = z.tuple([resourceLinkIdSchema, personIdSchema]);

/**
 * The work that a launch's target names.
 * @returns undefined where it names none; 'unreadable' where what it names is not of ours
 */
export function workNamedBy(targetLinkUri: string): WorkPlace | 'unreadable' | undefined {
  const named = new URL(targetLinkUri).searchParams.get(PARAMETER);
  if (named === null) return undefined;
  const parsed = placeSchema.safeParse(named.split('.'));
  return parsed.success ? { resourceLinkId: parsed.data[0], personId: parsed.data[1] } : 'unreadable';
}
