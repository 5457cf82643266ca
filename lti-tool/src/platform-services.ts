import type { PlatformId } from './ids.ts';

/** Why a platform's service did not do what was asked. */
export type ServiceFailure =
  /** No access token, or one the service does not take, also after a new one. */
  | { readonly kind: 'unauthorized'; readonly detail: string }
  /** The token lacks the right; an administrator of the platform grants it. */
  | { readonly kind: 'forbidden'; readonly detail: string }
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number | undefined }
  /** No answer in time, a broken one, or an error of its own. Whether it acted is unknown. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** The service understood and said no. */
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string };

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
}

export type ScoreOutcome =
  | { readonly kind: 'accepted' }
  /** The platform has a score as new or newer. */
  | { readonly kind: 'conflict' }
  /** The line item is gone. */
  | { readonly kind: 'no-line-item' }
  | ServiceFailure;

export interface LineItemPlace {
  readonly platformId: PlatformId;
  /** Address of the course's line items. */
  readonly lineItemsUrl: string;
  /** The platform's id of the activity. */
  readonly ltiResourceLinkId: string;
  readonly label: string;
  readonly scoreMaximum: number;
}

export type LineItemOutcome = { readonly kind: 'found'; readonly lineItemUrl: string } | ServiceFailure;

export interface Member {
  readonly subject: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
  /** As the platform writes them: role URIs, or short names such as `Learner`. */
  readonly roles: readonly string[];
  readonly active: boolean;
  /** Ids of the groups they are in, where groups were asked for. */
  readonly groupIds: readonly string[];
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

export type MembersOutcome = { readonly kind: 'listed'; readonly members: readonly Member[] } | ServiceFailure;

export type NoticeOrderOutcome = { readonly kind: 'ordered' } | ServiceFailure;

/** What a platform offers its tools: grades (AGS 2.0) and the people of a course (NRPS 2.0). Never throws for what a platform does. */
export interface PlatformServices {
  publishScore(target: { readonly platformId: PlatformId; readonly lineItemUrl: string }, score: Score): Promise<ScoreOutcome>;
  /** The line item of an activity: the one that is there, else a new one. */
  findOrCreateLineItem(place: LineItemPlace): Promise<LineItemOutcome>;
  /** Everybody in a course, all pages. */
  listMembers(course: { readonly platformId: PlatformId; readonly membershipsUrl: string; readonly withGroups?: boolean }): Promise<MembersOutcome>;
  /** The groups of a course, all pages, with the names of their sets. */
  listGroups(course: { readonly platformId: PlatformId; readonly groupsUrl: string; readonly setsUrl: string | null }): Promise<GroupsOutcome>;
  /** Asks the platform to send notices of a type to an address of ours (Platform Notification Service 1.0); the last address counts. */
  orderNotice(order: { readonly platformId: PlatformId; readonly serviceUrl: string; readonly type: string; readonly handlerUrl: string }): Promise<NoticeOrderOutcome>;
}
