import { describe, expect, test } from '@jest/globals';
import { planOf, readPercent, type ContractFields } from './contract-plan.ts';

test.each([['12.5', 1250], ['12.5 %', 1250], ['0', 0], ['100', 10_000], ['0.07', 7], ['8.29', 829]])('"%s" is %i hundredths of a percent', (text, points) => {
  expect(readPercent(text)).toBe(points);
});

test.each(['', '100.01', '-1', '12.345', '1e2', 'ten', '1,5'])('"%s" is no discount', (text) => {
  expect(readPercent(text)).toBeNull();
});

describe('the fields of a contract', () => {
  const now = Date.parse('2026-12-01T03:00:00Z');
  const fields = (changes: Partial<ContractFields> = {}): ContractFields => ({ institutionId: 'haneul', unitId: '', currency: 'KRW', allowance: '5,000', discount: '10', from: '', to: '', ...changes });

  test('say one from now on, with an open end, for the whole institution', () => {
    expect(planOf(fields(), now)).toEqual({ terms: { institutionId: 'haneul', unitId: null, currency: 'KRW', allowance: '5000', discountBasisPoints: 1000, from: null, to: null }, wrong: {} });
  });

  test('may promise learners no credit', () => {
    expect(planOf(fields({ allowance: '0' }), now).terms?.allowance).toBe('0');
  });

  test('say cents for dollars', () => {
    expect(planOf(fields({ currency: 'USD', allowance: '4.20' }), now).terms?.allowance).toBe('420');
  });

  test.each<[string, Partial<ContractFields>, object]>([
    ['a beginning in the past', { from: '2026-11-01' }, { from: true }],
    ['an end in the past', { to: '2026-11-01' }, { to: true }],
    ['an end with its beginning', { from: '2027-01-01', to: '2027-01-01' }, { to: true }],
    ['a part of a won', { allowance: '0.5' }, { allowance: true }],
    ['no discount at all', { discount: '' }, { discount: true }],
  ])('with %s are marked', (_what, changes, wrong) => {
    expect(planOf(fields(changes), now)).toEqual({ terms: null, wrong });
  });

  test.each<[string, Partial<ContractFields>]>([['an institution', { institutionId: '' }], ['an allowance', { allowance: '' }]])('without %s wait, and nothing is marked', (_what, changes) => {
    expect(planOf(fields(changes), now)).toEqual({ terms: null, wrong: {} });
  });
});
