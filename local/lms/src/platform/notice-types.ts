/** Notices this platform sends (Platform Notification Service 1.0). */
export const noticeTypes = ['LtiHelloWorldNotice', 'LtiContextCopyNotice'] as const;
export type NoticeType = (typeof noticeTypes)[number];
