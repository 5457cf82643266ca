import type { RegistrationErrorCode } from './registration-errors.ts';

const newLink = '링크를 보낸 담당자에게 새 링크를 요청해 주세요.';
const helpdesk = '아래 코드를 Cloudclass 운영자에게 알려 주세요.';

/** Why an LMS was not registered, in Korean. */
export const registrationMessagesKo: Readonly<Record<RegistrationErrorCode, string>> = {
  REGISTRATION_LINK_UNKNOWN: `등록 링크를 찾을 수 없습니다. 링크를 끝까지 붙여 넣었는지 확인해 주세요. ${newLink}`,
  REGISTRATION_LINK_EXPIRED: `등록 링크의 기한이 지났습니다. ${newLink}`,
  REGISTRATION_LINK_REVOKED: `등록 링크가 취소되었습니다. ${newLink}`,
  REGISTRATION_LINK_USED: `이미 사용한 등록 링크입니다. 링크는 한 번만 쓸 수 있습니다. ${newLink}`,
  REGISTRATION_LINK_BEGUN: `이 링크로 시작한 등록이 아직 끝나지 않았거나 중간에 끊겼습니다. 1분이 지나도 등록되지 않으면, LMS의 도구 목록에 Cloudclass가 있을 때 삭제해 주세요. ${newLink}`,
  REGISTRATION_NOT_BY_LMS: '브라우저에서 바로 여는 링크가 아닙니다. LMS에서 등록 URL로 도구를 추가하는 곳에 붙여 넣어 주세요.',
  REGISTRATION_ADDRESS: `LMS가 알려 준 주소가 공개 주소가 아니거나 https가 아닙니다. ${helpdesk}`,
  REGISTRATION_UNREACHABLE: 'LMS의 설정 정보를 읽지 못했습니다. Cloudclass 서버가 브라우저에 보이는 주소로 LMS에 접속할 수 있는지 확인한 뒤 링크를 다시 열어 주세요.',
  REGISTRATION_CONFIGURATION: `LMS의 설정 정보에 필요한 항목이 없거나 읽을 수 없습니다. ${helpdesk}`,
  REGISTRATION_ISSUER: `LMS가 밝힌 발급자가 접속한 사이트와 다릅니다. 아무것도 등록하지 않았습니다. ${helpdesk}`,
  REGISTRATION_UNSUPPORTED: `LMS가 Cloudclass에 필요한 기능을 제공하지 않습니다. ${helpdesk}`,
  REGISTRATION_REFUSED: `LMS가 Cloudclass 등록을 거부했습니다. 링크는 아직 쓸 수 있으니 LMS에서 다시 시작해 주세요. 다시 거부되면 ${helpdesk}`,
  REGISTRATION_ANSWER_LOST: `LMS가 제때 응답하지 않았습니다. LMS의 도구 목록에 Cloudclass가 있으면 삭제해 주세요. ${newLink}`,
  REGISTRATION_ANSWER: `LMS의 응답을 읽을 수 없습니다. LMS의 도구 목록에 Cloudclass가 있으면 삭제해 주세요. ${newLink}`,
  REGISTRATION_TAKEN: `LMS가 다른 기관의 식별 정보를 보냈습니다. LMS의 도구 목록에서 Cloudclass를 삭제해 주세요. ${helpdesk}`,
  INVITE_INPUT: '초대를 만들 수 없습니다. 기관 이름과 1일에서 90일 사이의 기한을 입력해 주세요.',
  INVITE_MISSING: '초대를 찾을 수 없습니다. 초대 목록을 확인해 주세요.',
  INVITE_CLOSED: '이미 끝난 초대이므로 취소할 수 없습니다.',
};
