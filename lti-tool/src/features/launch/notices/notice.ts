import { z } from 'zod';
import { readable, UNSTORABLE } from '../../../domain/stored-text.ts';
import { claim, type RawClaims } from '../claims.ts';

/** The notices we order. Others may come all the same; they are taken and change nothing. */
export const orderedNotices = ['LtiHelloWorldNotice', 'LtiContextCopyNotice'] as const;

// PostgreSQL keeps no NUL in a text
const text = z.string().min(1).max(500).regex(/^[^\0]*$/);
const MOST_ORIGINS = 100;
const LONGEST_TITLE = 500;
/** A title only informs, as in a launch: without it, or with an odd one, the course was copied all the same. */
const title = z.unknown().prefault(null).transform((value) => (typeof value === 'string' ? readable(value.slice(0, LONGEST_TITLE).replaceAll(UNSTORABLE, '')) : undefined));
const context = z.looseObject({ id: text, title, label: title });
/** Ids of courses; whatever else stands among them is none of ours. */
const origins = z.unknown().prefault(null).transform((value) => [value].flat().flatMap((id) => text.safeParse(id).data ?? []).slice(0, MOST_ORIGINS));
const noticeSchema = z.looseObject({
  [claim.deploymentId]: text,
  [claim.notice]: z.looseObject({ id: text, type: text }),
  [claim.context]: context.optional(),
  [claim.originContexts]: origins,
});

/** A notice as the tool understands it. */
export interface Notice {
  /** By the platform: one that comes again has the same. */
  readonly id: string;
  readonly type: string;
  readonly deploymentId: string;
  readonly event: NoticeEvent;
}

export type NoticeEvent =
  /** A course was made as a copy of others. */
  | { readonly kind: 'context-copied'; readonly course: { readonly id: string; readonly title: string }; readonly origins: readonly string[] }
  /** Nothing follows from it: a greeting, or a type we did not order. */
  | { readonly kind: 'nothing' };

/**
 * Reads the claims of a notice (Platform Notification Service 1.0).
 * @returns what is wrong when they cannot be read
 */
export function readNotice(claims: RawClaims): { readonly notice: Notice } | { readonly problem: string } {
  const parsed = noticeSchema.safeParse(claims);
  if (!parsed.success) return { problem: z.prettifyError(parsed.error) };
  const { [claim.notice]: { id, type }, [claim.deploymentId]: deploymentId } = parsed.data;
  if (type !== 'LtiContextCopyNotice') return { notice: { id, type, deploymentId, event: { kind: 'nothing' } } };
  const course = parsed.data[claim.context];
  if (course === undefined) return { problem: 'a copy without the context it made' };
  const others = parsed.data[claim.originContexts].filter((origin) => origin !== course.id);
  return { notice: { id, type, deploymentId, event: { kind: 'context-copied', course: { id: course.id, title: course.title ?? course.label ?? course.id }, origins: others } } };
}
