import type { StaffWords } from './en.ts';

export const ko: StaffWords = {
  nobody: '이름 없음',
  olderEntries: '이전 항목 더 보기',
  fetchingOlder: '이전 항목을 불러오는 중입니다…',
  allShown: '모두 표시했습니다.',
  money: { notAnAmount: '0보다 큰 금액을 숫자로 입력해 주세요.' },
  grade: {
    NONE: '아직 성적 없음',
    WAITING: '전송 대기',
    SENDING: '전송 중',
    SENT: '성적부에 반영됨',
    RETRYING: '다시 시도 중',
    REFUSED: '강의에서 거부됨',
    UNAVAILABLE: '성적 항목 없음',
  },
};
