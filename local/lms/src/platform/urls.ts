import type { CourseId } from '../course/courses.ts';
import type { LineItemId } from '../course/gradebook.ts';
import type { Tool } from './tools.ts';

/** Paths the application serves; `PlatformUrls` writes the same paths out in full for tools and claims. */
export const path = {
  authorization: '/auth',
  token: '/token',
  jwks: '/jwks',
  openidConfiguration: '/.well-known/openid-configuration',
  deepLinkingReturn: '/deep-linking/return',
  services: '/services/courses/:courseId',
  noticeHandlers: '/services/notice-handlers',
} as const;

/** Every address this platform tells a tool. */
export class PlatformUrls {
  readonly issuer: string;
  readonly authorization: string;
  readonly token: string;
  readonly jwks: string;
  readonly deepLinkingReturn: string;
  readonly noticeHandlers: string;

  /** @param issuer origin of the LMS as browsers and tools see it, without a trailing slash */
  constructor(issuer: string) {
    this.issuer = issuer;
    this.authorization = issuer + path.authorization;
    this.token = issuer + path.token;
    this.jwks = issuer + path.jwks;
    this.deepLinkingReturn = issuer + path.deepLinkingReturn;
    this.noticeHandlers = issuer + path.noticeHandlers;
  }

  course(courseId: CourseId): string {
    return `${this.issuer}/courses/${encodeURIComponent(courseId)}`;
  }

  /** Service addresses carry a query string, as Moodle's do: a tool has to put `/scores` before it. */
  lineItems(courseId: CourseId, tool: Tool): string {
    return `${this.#service(courseId)}/lineitems${deploymentQuery(tool)}`;
  }

  lineItem(courseId: CourseId, lineItemId: LineItemId, tool: Tool): string {
    return `${this.#service(courseId)}/lineitems/${encodeURIComponent(lineItemId)}/lineitem${deploymentQuery(tool)}`;
  }

  result(courseId: CourseId, lineItemId: LineItemId, tool: Tool, userId: string): string {
    const lineItem = `${this.#service(courseId)}/lineitems/${encodeURIComponent(lineItemId)}/lineitem`;
    return `${lineItem}/results${deploymentQuery(tool)}&user_id=${encodeURIComponent(userId)}`;
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

  #service(courseId: CourseId): string {
    return `${this.issuer}/services/courses/${encodeURIComponent(courseId)}`;
  }
}

const deploymentQuery = (tool: Tool): string => `?deployment=${encodeURIComponent(tool.deploymentId)}`;
