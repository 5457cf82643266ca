import type { StaffWords } from './en.ts';

export const ko: StaffWords = {
  nobody: '이름 없음',
  olderEntries: '이전 항목 더 보기',
  fetchingOlder: '이전 항목을 불러오는 중입니다…',
  allShown: '모두 표시했습니다.',
  money: { notAnAmount: '0보다 큰 금액을 숫자로 입력해 주세요.' },
  lab: {
    NOT_STARTED: '시작 전',
    STARTING: '준비 중',
    WORKING: '실습 중',
    ENDING: '종료 중',
    ENDED: '종료됨',
    FAILED: '시작 실패',
  },
  grade: {
    NONE: '아직 성적 없음',
    WAITING: '전송 대기',
    SENDING: '전송 중',
    SENT: '성적부에 반영됨',
    RETRYING: '다시 시도 중',
    REFUSED: '강의에서 거부됨',
    UNAVAILABLE: '성적 항목 없음',
  },
  gradeProblem: {
    GRADE_THROTTLED: '강의 사이트가 전송 속도를 낮추라고 요청했습니다. 가능해지면 자동으로 전송됩니다.',
    GRADE_UNREACHABLE: '강의 사이트가 응답하지 않았습니다. 자동으로 다시 전송됩니다.',
    GRADE_UNAUTHORIZED: '강의 사이트가 Cloudclass의 접속을 허용하지 않습니다. 강의 사이트 관리자가 도구의 공개 키 URL을 확인해야 합니다.',
    GRADE_FORBIDDEN: '강의 사이트가 성적 기록을 허용하지 않습니다. 강의 사이트 관리자가 성적 서비스 권한을 부여해야 합니다.',
    GRADE_COLUMN_FORBIDDEN: '성적부에 항목이 없고, Cloudclass가 항목을 만들 수 없습니다. 강의 사이트 관리자가 성적 항목(line item) 권한을 부여해야 합니다.',
    GRADE_CONFLICT: '강의 사이트에 더 최근의 점수가 있습니다. 자동으로 다시 전송됩니다.',
    GRADE_COLUMN_GONE: '성적부 항목이 삭제되었습니다. 자동으로 다시 찾습니다.',
    GRADE_NOT_GRADABLE: '강의에서 이 사람의 성적을 받지 않습니다. 학습자로 등록한 뒤 성적을 다시 전송해 주세요.',
    GRADE_GAVE_UP: '한 학기 동안 전송하지 못했습니다. 강의 사이트가 응답하면 다시 전송해 주세요.',
    GRADE_NO_GRADEBOOK: '이 활동에는 성적부 항목이 없습니다. 강의에서 성적을 사용하도록 설정한 뒤 활동을 한 번 열어 주세요.',
    GRADE_ANONYMOUS: '강의 사이트가 학습자를 알려 주지 않습니다. 강의 사이트 관리자가 사용자 ID를 공유하도록 설정해야 합니다.',
  },
};
