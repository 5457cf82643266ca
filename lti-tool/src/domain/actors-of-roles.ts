import type { Actor } from './actor.ts';

const lis = 'http://purl.imsglobal.org/vocab/lis/v2/';
const membership = /^(?:http:\/\/purl\.imsglobal\.org\/vocab\/lis\/v2\/)?membership(?:[/#](\w+))?#(\w+)$/;
const teaching = new Set(['Instructor', 'TeachingAssistant', 'ContentDeveloper', 'Administrator', 'Manager', 'Officer']);

/**
 * Who a launch may act as, from its roles (LTI 1.3 Core appendix A.2). Short names such as `Instructor` are context
 * roles by the same appendix.
 * - A context role counts by its principal part, so a teaching assistant (`membership/Instructor#TeachingAssistant`) is an instructor.
 *   Sakai writes `membership#Instructor#TeachingAssistant`, and `TeachingAssistant` alone (lti/docs/LTIROLES.md).
 * - An administrator of the institution is a manager, and sees the class the link belongs to.
 * - An instructor of the institution teaches here where the platform names no context role at all: Open edX had none until 2026
 *   (lti_consumer/lti_1p3/constants.py). Beside a context role it says nothing: who teaches elsewhere may learn here.
 * - A mentor who is nothing else watches somebody else's learning: an observer.
 * - Whoever has no role we know may do the least, which is to learn: the platform let them open the activity.
 * @returns actors without repetition, the most capable last; never none
 */
export function actorsOf(roles: readonly string[]): Actor[] {
  const context = roles.map(contextRole).filter((role) => role !== undefined);
  const manages = roles.includes(`${lis}institution/person#Administrator`);
  const teachesSomewhere = context.length === 0 && roles.includes(`${lis}institution/person#Instructor`);
  const teaches = manages || teachesSomewhere || context.some((role) => teaching.has(role));
  const observes = context.includes('Mentor');
  const learns = context.includes('Learner') || (!teaches && !observes);
  const held: [Actor, boolean][] = [['observer', observes && !learns && !teaches], ['learner', learns], ['instructor', teaches], ['manager', manages]];
  return held.filter(([, holds]) => holds).map(([actor]) => actor);
}

/** The principal context role of a role URI or short name. */
function contextRole(role: string): string | undefined {
  if (/^\w+$/.test(role)) return role;
  const [, principal, name] = membership.exec(role) ?? [];
  return principal ?? name;
}
