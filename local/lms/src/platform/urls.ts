import type { CourseId } from '../course/courses.ts';
import type { LineItemId } from '../course/gradebook.ts';
import type { Quirks } from '../quirks/quirks.ts';
import type { Tool } from './tools.ts';

/** Paths the application serves; `PlatformUrls` writes the same paths out in full for tools and claims. */
export const path = {
  authorization: '/auth',
  token: '/token',
  jwks: '/jwks',
  registration: '/registration',
  openidConfiguration: '/.well-known/openid-configuration',
  deepLinkingReturn: '/deep-linking/return',
  services: '/services/courses/:courseId',
  noticeHandlers: '/services/notice-handlers',
} as const;

/** Every address this platform tells a tool. */
export class PlatformUrls {
  /** Where everything is; the issuer too, unless a quirk says otherwise. */
  readonly origin: string;
  readonly authorization: string;
  readonly token: string;
  readonly jwks: string;
  readonly openidConfiguration: string;
  readonly registration: string;
  readonly deepLinkingReturn: string;
  readonly noticeHandlers: string;

  readonly #quirks: Quirks;

  /** @param origin of the LMS as browsers and tools see it, without a trailing slash */
  constructor(origin: string, quirks: Quirks) {
    this.origin = origin;
    this.#quirks = quirks;
    this.authorization = origin + path.authorization;
    this.token = origin + path.token;
    this.jwks = origin + path.jwks;
    this.openidConfiguration = origin + path.openidConfiguration;
    this.registration = origin + path.registration;
    this.deepLinkingReturn = origin + path.deepLinkingReturn;
    this.noticeHandlers = origin + path.noticeHandlers;
  }

  get issuer(): string {
    if (this.#quirks.has('issuer-of-canvas')) return 'https://canvas.instructure.com';
    return this.#quirks.has('issuer-of-blackboard') ? 'https://blackboard.com' : this.origin;
  }

  /** What a client assertion is addressed to, where that is not the token address. */
  get ownAudience(): string | undefined {
    return this.#quirks.has('token-audience-own') ? 'https://api.brightspace.com/auth/token' : undefined;
  }

  course(courseId: CourseId): string {
    return `${this.origin}/courses/${encodeURIComponent(courseId)}`;
  }

  lineItems(courseId: CourseId, tool: Tool): string {
    return `${this.#service(courseId)}/lineitems${this.#query(tool)}`;
  }

  lineItem(courseId: CourseId, lineItemId: LineItemId, tool: Tool): string {
    return `${this.#service(courseId)}/lineitems/${encodeURIComponent(lineItemId)}/lineitem${this.#query(tool)}`;
  }

  result(courseId: CourseId, lineItemId: LineItemId, tool: Tool, userId: string): string {
    const lineItem = `${this.#service(courseId)}/lineitems/${encodeURIComponent(lineItemId)}/lineitem`;
    const query = this.#query(tool);
    return `${lineItem}/results${query}${query === '' ? '?' : '&'}user_id=${encodeURIComponent(userId)}`;
  }

  groups(courseId: CourseId): string {
    return `${this.#service(courseId)}/groups`;
  }

  groupSets(courseId: CourseId): string {
    return `${this.#service(courseId)}/groups/sets`;
  }

  memberships(courseId: CourseId): string {
    return `${this.#service(courseId)}/memberships`;
  }

  /** Where service addresses carry a query, as Moodle's do, a tool has to put `/scores` before it. */
  #query(tool: Tool): string {
    return this.#quirks.has('line-item-query') ? `?deployment=${encodeURIComponent(tool.deploymentId)}` : '';
  }

  #service(courseId: CourseId): string {
    return `${this.origin}/services/courses/${encodeURIComponent(courseId)}`;
  }
}
