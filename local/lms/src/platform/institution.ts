import type { LocalText } from '../course/local-text.ts';

/** The university whose LMS this is, as pages and `tool_platform` name it. */
export const institution = {
  name: { en: 'Haneul University LMS', ko: '하늘대학교 LMS' } satisfies LocalText,
  guid: 'lms.haneul.example',
  productFamilyCode: 'cloudclass-local-lms',
  version: '0.1.0',
} as const;
