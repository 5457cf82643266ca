import type { ObserverWords } from './en.ts';

export const ko: ObserverWords = {
  loading: '진행 상황을 불러오는 중입니다…',
  lead: '함께하는 학습자가 어디까지 왔는지 볼 수 있습니다. 실습에서 무엇을 했는지는 여기에 표시되지 않습니다.',
  progress: (name) => `${name} 님의 진행 상황`,
  stepsDone: (done, all) => `${all}단계 중 ${done}단계`,
  points: (points, maximum) => `${maximum}점 중 ${points}점`,
  lastActive: '마지막 실습',
  noWorkYet: '아직 실습에서 확인된 작업이 없습니다.',
  steps: '단계',
  notYetHere: (count) => `함께하는 학습자 ${count}명이 아직 이 활동을 열지 않았습니다. 활동을 열면 바로 여기에 보입니다.`,
  nobody: '보여 줄 학습자가 없습니다',
  nobodyText: '강의 사이트가 누구와 함께하는지 알려 주지 않았습니다. 강사나 강의 사이트 헬프데스크에 학습자와 연결해 달라고 요청한 뒤 활동을 다시 열어 주세요.',
};
