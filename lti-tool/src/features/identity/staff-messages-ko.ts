/** Why a staff sign-in was refused, in Korean. */
const messages = {
  STAFF_SIGN_IN_OFF: '이 서버에는 직원 로그인이 설정되어 있지 않습니다. 강의에서 활동을 열어 주세요.',
  STAFF_SIGN_IN_UNAVAILABLE: '로그인 서비스에 연결하지 못했습니다. 잠시 뒤 다시 시도해 주세요.',
  STAFF_SIGN_IN_FAILED: '로그인을 마치지 못했습니다. 직원 로그인 페이지에서 다시 시작해 주세요.',
  STAFF_WITHOUT_ROLE: '로그인했지만 Cloudclass 역할이 없습니다. 관리자에게 역할을 요청해 주세요.',
  STAFF_INSTITUTION_UNKNOWN: '로그인했지만 소속 기관을 찾을 수 없습니다. 관리자에게 기관 설정을 요청해 주세요.',
} as const;

const OTHER = '요청을 처리하지 못했습니다. 잠시 뒤 다시 시도해 주세요.';

/** The message of a code; codes that do not belong to the sign-in have a general one. */
export function staffMessageKo(code: string): string {
  return isKnown(code) ? messages[code] : OTHER;
}

const isKnown = (code: string): code is keyof typeof messages => Object.hasOwn(messages, code);
