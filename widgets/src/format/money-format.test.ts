import { describe, expect, test } from '@jest/globals';
import { formatMoney, majorUnits, shareOf } from './money-format.ts';

const krw = (amount: string) => ({ amount, currency: 'KRW' as const });
const usd = (amount: string) => ({ amount, currency: 'USD' as const });

describe('money', () => {
  test.each([
    ['0', '0.00'],
    ['5', '0.05'],
    ['420', '4.20'],
    ['-5', '-0.05'],
    ['123456789012345678901', '1234567890123456789.01'],
  ])('%s cents are %s dollars, however many digits', (amount, major) => {
    expect(majorUnits(usd(amount))).toBe(major);
  });

  test('won has no decimals', () => {
    expect(formatMoney(krw('12300'), 'KO')).toBe('₩12,300');
  });

  test('dollars carry two decimals and say whose dollars they are', () => {
    expect(formatMoney(usd('420'), 'EN')).toBe('US$4.20');
  });

  test('a share is never below nothing nor above the whole', () => {
    expect([shareOf(krw('50'), krw('200')), shareOf(krw('-1'), krw('200')), shareOf(krw('300'), krw('200')), shareOf(krw('1'), krw('0'))]).toEqual([0.25, 0, 1, 0]);
  });
});
