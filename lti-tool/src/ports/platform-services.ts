import { z } from 'zod';
import type { PlatformId } from '../domain/ids.ts';

const detail = z.string();

/** Why a platform's service did not do what was asked. */
export const serviceFailureSchema = z.discriminatedUnion('kind', [
  /** No access token, or one the service does not take, also after a new one. */
  z.object({ kind: z.literal('unauthorized'), detail }),
  /** The right is missing; an administrator of the platform grants it. With `missingScope`, for all of that scope; else for this call. */
  z.object({ kind: z.literal('forbidden'), missingScope: z.string().optional(), detail }),
  z.object({ kind: z.literal('throttled'), retryAfterSeconds: z.number().optional() }),
  /** No answer in time, a broken one, or an error of its own. Whether it acted is unknown. */
  z.object({ kind: z.literal('unreachable'), detail }),
  /** The service understood and said no. */
  z.object({ kind: z.literal('refused'), status: z.number(), detail }),
]);
export type ServiceFailure = Readonly<z.infer<typeof serviceFailureSchema>>;

/** A score as AGS 2.0 section 3.4 has it. */
export interface Score {
  /** The learner's `sub` on this platform. */
  readonly userId: string;
  readonly scoreGiven: number;
  readonly scoreMaximum: number;
  readonly activityProgress: string;
  readonly gradingProgress: string;
  /** Newer than that of any score sent before for this learner and line item. */
  readonly timestamp: Date;
  /** When the points were earned, in a score that hands in the learner's work: not while they are at it, and not again. */
  readonly submittedAt?: Date | undefined;
  /** Where a platform that keeps such an address launches to the learner's work (`work-address.ts`). */
  readonly workUrl: string;
}

export type ScoreOutcome =
  | { readonly kind: 'accepted' }
  /** The platform has a score as new or newer; its own clock, where it told the time. */
  | { readonly kind: 'conflict'; readonly platformTime: Date | undefined }
  /** The line item is gone. */
  | { readonly kind: 'no-line-item' }
  /** The gradebook keeps no score here for now: the grade, or its column, is locked. */
  | { readonly kind: 'locked' }
  | ServiceFailure;

export interface LineItemPlace {
  readonly platformId: PlatformId;
  /** Address of the course's line items. */
  readonly lineItemsUrl: string;
  /** The platform's id of the activity. */
  readonly ltiResourceLinkId: string;
  /** Our own id of the activity: a line item that carries it was made by us, wherever it hangs. */
  readonly resourceId: string;
  readonly label: string;
  readonly scoreMaximum: number;
}

export type LineItemOutcome = { readonly kind: 'found'; readonly lineItemUrl: string } | ServiceFailure;

interface LineItemTarget {
  readonly platformId: PlatformId;
  readonly lineItemUrl: string;
}

/** A grade as it stands in the platform's gradebook (AGS 2.0 section 3.3). */
export interface Result {
  readonly userId: string;
  /** Points of `maximum`; undefined while there is no grade. */
  readonly points: number | undefined;
  readonly maximum: number;
}

/** One part of a list that is read page by page. The last part is a failure, or the end. */
export type ResultsPart = { readonly kind: 'page'; readonly results: readonly Result[] } | { readonly kind: 'end' } | ServiceFailure;

export interface Member {
  readonly subject: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
  /** As the platform writes them: role URIs, or short names such as `Learner`. */
  readonly roles: readonly string[];
  /** `deleted` stands in a list of differences only (NRPS 2.0 section 3.3). */
  readonly status: 'active' | 'inactive' | 'deleted';
  /** Ids of the groups they are in, where groups were asked for. */
  readonly groupIds: readonly string[];
}

export type MembersPart =
  | { readonly kind: 'page'; readonly members: readonly Member[] }
  /** With the address that will list what changes from now on, where the platform offers one. */
  | { readonly kind: 'end'; readonly differencesUrl: string | undefined }
  | ServiceFailure;

interface Membership {
  readonly platformId: PlatformId;
  /** Address of everybody in the course, or of what has changed since an earlier reading. */
  readonly membershipsUrl: string;
  /** Only those who may open this activity, by the platform's id of it (NRPS 2.0 section 3.4.3). */
  readonly rlid?: string | undefined;
  /** Also the groups each is in (Course Groups 1.0 section 3.3). */
  readonly withGroups?: boolean | undefined;
}

/** People of a course who work together (Course Groups Service 1.0). */
export interface Group {
  /** By the platform, within the course. */
  readonly id: string;
  readonly name: string;
  /** Name of the set it belongs to. */
  readonly set: string | null;
}

export type GroupsOutcome = { readonly kind: 'listed'; readonly groups: readonly Group[] } | ServiceFailure;

export type NoticeOrderOutcome = { readonly kind: 'ordered' } | ServiceFailure;

/** What a platform offers its tools: grades (AGS 2.0) and the people of a course (NRPS 2.0). Never throws for what a platform does. */
export interface PlatformServices {
  publishScore(target: LineItemTarget, score: Score): Promise<ScoreOutcome>;
  /** The line item of an activity: the one that is there, else a new one. */
  findOrCreateLineItem(place: LineItemPlace): Promise<LineItemOutcome>;
  /** The grades of a column, page by page. */
  listResults(target: LineItemTarget): AsyncIterable<ResultsPart>;
  /** Everybody in a course, page by page: a course may have more people than memory should hold. */
  listMembers(course: Membership): AsyncIterable<MembersPart>;
  /** The groups of a course, all pages, with the names of their sets. */
  listGroups(course: { readonly platformId: PlatformId; readonly groupsUrl: string; readonly setsUrl: string | null }): Promise<GroupsOutcome>;
  /** Asks the platform to send notices of a type to an address of ours (Platform Notification Service 1.0); the last address counts. */
  orderNotice(order: { readonly platformId: PlatformId; readonly serviceUrl: string; readonly type: string; readonly handlerUrl: string }): Promise<NoticeOrderOutcome>;
}
