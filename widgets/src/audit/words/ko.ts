import type { AuditWords } from './en.ts';

export const ko: AuditWords = {
  loading: '감사 로그를 불러오는 중입니다…',
  empty: '아직 기록이 없습니다',
  noMatch: '해당하는 기록이 없습니다',
  noMatchText: '필터를 바꾸어 확인해 주세요.',
  actor: '수행한 사람',
  action: '작업',
  target: '대상',
  detail: '상세',
  at: '시각',
  allActions: '전체',
  actorHint: '이름의 일부',
  details: {
    erasures: { requested: '본인의 요청', 'not-needed': '더 이상 필요하지 않음', mistaken: '잘못 등록됨' },
    passed: '통과',
    notPassed: '통과하지 못함',
    monthly: (amount) => `월 ${amount}`,
    terms: (allowance, percent, from, until) => `학습자마다 강의별 ${allowance} · ${percent}% 할인 · ${from}부터${until === null ? '' : ` ${until}까지`}`,
    price: (amount, seconds, from) => `${seconds === null ? '시간당' : `${seconds}초당`} ${amount} · ${from}부터`,
    resealed: (n) => `비밀 값 ${n}건`,
    configured: (lab, steps, points) => `${lab} · ${steps}단계 · ${points}점`,
  },
};
