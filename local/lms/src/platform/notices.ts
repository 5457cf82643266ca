import type { JWTPayload } from 'jose';
import type { LmsContext } from '../context.ts';
import type { Course } from '../course/courses.ts';
import { claim, ltiVersion } from './claims.ts';
import type { NoticeType } from './notice-types.ts';
import type { Tool } from './tools.ts';

export type NoticeContext = Pick<LmsContext, 'state' | 'tools' | 'urls' | 'signingKeys' | 'clock' | 'newId'>;
type Notice = { readonly type: NoticeType; readonly claims: JWTPayload };

const lifetimeS = 3600;
const patienceMs = 3000;

/** Tells every tool that ordered it that a course was copied. */
export async function tellCopied(context: NoticeContext, course: Course, origin: Course): Promise<void> {
  const claims = {
    [claim.context]: { id: course.id, label: course.label, title: course.title.en, type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection'] },
    [claim.originContexts]: [origin.id],
  };
  await Promise.all([...context.tools.values()].map((tool) => sendNotice(context, tool, { type: 'LtiContextCopyNotice', claims })));
}

/** Sends a signed notice to the tool's handler, if it ordered this type. As Canvas does, it is sent once, whatever the answer is. */
export async function sendNotice(context: NoticeContext, tool: Tool, { type, claims }: Notice): Promise<void> {
  const handler = context.state.noticeHandlersOf(tool.clientId).find((known) => known.type === type)?.handler;
  if (handler === undefined) return;
  const now = context.clock();
  const iat = Math.floor(now.getTime() / 1000);
  const jwt = await context.signingKeys.sign({
    iss: context.urls.issuer,
    aud: tool.clientId,
    azp: tool.clientId,
    iat,
    exp: iat + lifetimeS,
    nonce: context.newId(),
    [claim.version]: ltiVersion,
    [claim.deploymentId]: tool.deploymentId,
    [claim.notice]: { id: context.newId(), timestamp: now.toISOString(), type },
    ...claims,
  });
  await fetch(handler, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ notices: [{ jwt }] }), signal: AbortSignal.timeout(patienceMs) }).catch(() => {});
}
