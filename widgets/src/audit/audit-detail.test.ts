import { describe, expect, test } from '@jest/globals';
import { auditDetail } from './audit-detail.ts';
import { en } from './words/en.ts';
import { ko } from './words/ko.ts';

const inKorean = (action: string, detail: string | null) => auditDetail({ action, detail }, { words: ko.details, language: 'KO' });
const inEnglish = (action: string, detail: string | null) => auditDetail({ action, detail }, { words: en.details, language: 'EN' });

describe('what the audit log says of an act', () => {
  test.each([
    ['step.overridden', 'not passed: 혼자 하지\n않음', '통과하지 못함: 혼자 하지\n않음', 'Not passed: 혼자 하지\n않음'],
    ['step.overridden', 'passed: passed: twice', '통과: passed: twice', 'Passed: passed: twice'],
    ['credit.granted', '30000 KRW: 보강 실습', '₩30,000: 보강 실습', '₩30,000: 보강 실습'],
    ['credit.granted', '45.50 USD: make-up lab', 'US$45.50: make-up lab', 'US$45.50: make-up lab'],
    ['invoice.drafted', '167 KRW', '₩167', '₩167'],
    ['invoice.deleted', '600 KRW', '₩600', '₩600'],
    ['budget.set', '300000 KRW a month', '월 ₩300,000', '₩300,000 a month'],
    ['contract.added', '5000 KRW for each learner and course, 12.5 % off, from 2026-03-01T03:00:00.000Z', '학습자마다 강의별 ₩5,000 · 12.5% 할인 · 2026년 3월 1일부터', '₩5,000 for each learner and course · 12.5% off · from 1 Mar 2026'],
    ['contract.ended', '0 KRW for each learner and course, 0 % off, from 2026-03-01T03:00:00.000Z until 2026-12-01T03:00:00.000Z', '학습자마다 강의별 ₩0 · 0% 할인 · 2026년 3월 1일부터 2026년 12월 1일까지', '₩0 for each learner and course · 0% off · from 1 Mar 2026 until 1 Dec 2026'],
    ['price.published', '600 KRW an hour from 2026-03-01T03:00:00.000Z', '시간당 ₩600 · 2026년 3월 1일부터', '₩600 an hour · from 1 Mar 2026'],
    ['price.published', '0.45 USD for 60 s from 2026-03-01T03:00:00.000Z', '60초당 US$0.45 · 2026년 3월 1일부터', 'US$0.45 for 60 s · from 1 Mar 2026'],
    ['key.resealed', '1 secrets', '비밀 값 1건', '1 secret'],
    ['key.resealed', '14 secrets', '비밀 값 14건', '14 secrets'],
    ['product.put', '표준 실습 / Standard lab', '표준 실습 / Standard lab', '표준 실습 / Standard lab'],
    ['person.erased', 'not-needed', '더 이상 필요하지 않음', 'It was needed no longer'],
    ['activity.configured', 's3-static-site@1.0.0: create-bucket versioning; 50 points', 's3-static-site@1.0.0 · 2단계 · 50점', 's3-static-site@1.0.0 · 2 steps · 50 points'],
  ])('%s is said in the reader’s language', (action, detail, korean, english) => {
    expect([inKorean(action, detail), inEnglish(action, detail)]).toEqual([korean, english]);
  });

  test.each([
    ['step.overridden', 'undecided: why'],
    ['credit.granted', 'a gift'],
    ['thing.done', 'passed: x'],
    ['person.erased', 'of a newer server'],
    ['constructor', 'x'],
  ])('a text of another form is said as it is: %s, %s', (action, detail) => {
    expect(inKorean(action, detail)).toBe(detail);
  });

  test('nothing is said of what has no detail', () => {
    expect(inKorean('invoice.finalized', null)).toBe('');
  });
});
