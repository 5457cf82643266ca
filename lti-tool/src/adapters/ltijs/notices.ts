import { MOST_NOTICES } from '../../domain/notice-limits.ts';
import type { PlatformId } from '../../domain/ids.ts';
import type { NoticeOrderOutcome } from '../../ports/platform-services.ts';
import { scope } from './access-tokens.ts';
import { failureOf, ServiceError } from './failures.ts';
import { withToken, type ServiceContext } from './service-context.ts';

interface Order {
  readonly platformId: PlatformId;
  readonly serviceUrl: string;
  readonly type: string;
  readonly handlerUrl: string;
}

/** Names our address for one type of notice (Platform Notification Service 1.0, "noticehandlers"). Asking again changes nothing. */
export async function orderNotice(context: ServiceContext, { platformId, serviceUrl, type, handlerUrl }: Order): Promise<NoticeOrderOutcome> {
  const platform = await context.platforms.get(platformId);
  return withToken(context, { platform, scope: scope.notices }, async (token) => {
    const response = await context.outbound({
      url: serviceUrl,
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ notice_type: type, handler: handlerUrl, max_batch_size: MOST_NOTICES }),
    });
    if (response.status >= 200 && response.status < 300) return { kind: 'ordered' };
    throw new ServiceError(failureOf(response));
  });
}
