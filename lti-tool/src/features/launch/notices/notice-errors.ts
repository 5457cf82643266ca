import type { ErrorEntry } from '../../../errors.ts';

export const noticeErrors = {
  NOTICE_MALFORMED: { status: 400, message: 'The notice is not of the form that Platform Notification Service 1.0 gives it. Send it as {"notices": [{"jwt": "…"}]}.' },
  NOTICE_PLATFORM_UNKNOWN: { status: 403, message: 'The notice comes from a platform that is not registered with Cloudclass.' },
} as const satisfies Record<string, ErrorEntry>;
