import type { LaunchErrorCode } from './launch-errors.ts';

const again = '강의로 돌아가 활동을 다시 열어 주세요.';
const helpdesk = '아래 코드를 헬프데스크에 알려 주세요. 강의 사이트와 Cloudclass의 연결을 확인해야 합니다.';

/** Why a launch was refused, in Korean. */
export const launchMessagesKo: Readonly<Record<LaunchErrorCode, string>> = {
  LAUNCH_LOGIN_MALFORMED: `강의 사이트가 보낸 시작 요청을 읽을 수 없습니다. ${helpdesk}`,
  LAUNCH_PLATFORM_UNKNOWN: `강의 사이트가 Cloudclass에 등록되어 있지 않습니다. ${helpdesk}`,
  LAUNCH_TARGET_FOREIGN: `활동이 다른 사이트를 가리킵니다. ${helpdesk}`,
  LAUNCH_RESPONSE_MALFORMED: `강의 사이트의 응답을 읽을 수 없습니다. ${again}`,
  LAUNCH_STATE_INVALID: `이곳에서 시작한 요청이 아닙니다. ${again}`,
  LAUNCH_STATE_EXPIRED: `여는 데 10분이 넘게 걸렸습니다. ${again}`,
  LAUNCH_PLATFORM_REFUSED: '강의 사이트가 본인 확인을 하지 않았습니다. 강의 사이트에 로그인한 뒤 활동을 다시 열어 주세요.',
  LAUNCH_REQUEST_REFUSED: `강의 사이트가 Cloudclass의 로그인 요청을 받아들이지 않습니다. ${helpdesk}`,
  LAUNCH_BROWSER_MISMATCH: `다른 브라우저나 창에서 시작한 요청입니다. ${again}`,
  LAUNCH_TOKEN_MALFORMED: `강의 사이트가 보낸 내용을 읽을 수 없습니다. ${helpdesk}`,
  LAUNCH_ALGORITHM: `강의 사이트의 서명 방식이 약속한 것과 다릅니다. ${helpdesk}`,
  LAUNCH_KEY_UNNAMED: `강의 사이트가 서명한 키를 밝히지 않았습니다. ${helpdesk}`,
  LAUNCH_KEY_UNKNOWN: `강의 사이트가 공개하지 않은 키로 서명했습니다. ${helpdesk}`,
  LAUNCH_KEY_UNFIT: `강의 사이트가 너무 약하거나 다른 용도로 만든 키로 서명했습니다. ${helpdesk}`,
  LAUNCH_KEYS_UNAVAILABLE: '서명을 확인하려 했으나 강의 사이트에 연결하지 못했습니다. 잠시 뒤 다시 시도해 주세요.',
  LAUNCH_SIGNATURE: `강의 사이트의 서명이 맞지 않습니다. ${helpdesk}`,
  LAUNCH_ISSUER: `시작한 곳과 다른 강의 사이트에서 온 응답입니다. ${helpdesk}`,
  LAUNCH_AUDIENCE: `다른 도구로 보내는 응답입니다. ${helpdesk}`,
  LAUNCH_AUTHORIZED_PARTY: `다른 도구에 발급된 응답입니다. ${helpdesk}`,
  LAUNCH_EXPIRED: `유효 시간이 지났습니다. ${again}`,
  LAUNCH_ISSUED_AT: `강의 사이트와 이곳의 시계가 다릅니다. ${helpdesk}`,
  LAUNCH_NOT_YET_VALID: `강의 사이트의 시계가 이곳보다 빠릅니다. ${helpdesk}`,
  LAUNCH_LIFETIME: `강의 사이트가 보낸 응답의 유효 시간이 너무 깁니다. ${helpdesk}`,
  LAUNCH_NONCE: `다른 요청에 대한 응답입니다. ${again}`,
  LAUNCH_DEPLOYMENT_UNKNOWN: `강의 사이트의 이 부분은 Cloudclass에 등록되어 있지 않습니다. ${helpdesk}`,
  LAUNCH_TARGET: `열려던 활동과 다른 활동으로 이어집니다. ${again}`,
  LAUNCH_VERSION: `강의 사이트가 LTI 1.3이 아닌 버전을 사용합니다. ${helpdesk}`,
  LAUNCH_MESSAGE_TYPE: `Cloudclass가 제공하지 않는 기능을 요청했습니다. ${helpdesk}`,
  LAUNCH_ROLES: `강의 사이트가 역할을 알려 주지 않았습니다. ${helpdesk}`,
  LAUNCH_RESOURCE_LINK: `강의 사이트가 어떤 활동인지 알려 주지 않았습니다. ${helpdesk}`,
  LAUNCH_WORK_UNKNOWN: '이 링크가 가리키는 실습은 이 강의에 없습니다. 활동을 직접 열어 학습자를 고르세요.',
  LAUNCH_DEEP_LINKING: `고른 실습을 어디로 보낼지 강의 사이트가 알려 주지 않았습니다. ${helpdesk}`,
  LAUNCH_CLAIMS_MALFORMED: `강의 사이트가 보낸 내용을 읽을 수 없습니다. ${helpdesk}`,
  LAUNCH_REPLAYED: `이미 사용한 요청입니다. ${again}`,
  LAUNCH_NOT_CHOOSING: '콘텐츠를 고르려고 연 세션이 아닙니다. 강의의 "활동 추가"에서 시작해 주세요.',
};
