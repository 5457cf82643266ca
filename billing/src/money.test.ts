import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { currencySchema, readMoney, roundHalfEven, splitByWeight, writeMoney, type Money } from './money.ts';

const amounts = fc.bigInt({ min: 0n, max: 10n ** 15n });
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 }).filter((list) => list.some((weight) => weight > 0n));

describe('splitting an amount by largest remainder', () => {
  test('the parts sum to the amount exactly', () => {
    fc.assert(fc.property(amounts, weights, (amount, list) => {
      expect(splitByWeight(amount, list).reduce((sum, part) => sum + part, 0n)).toBe(amount);
    }));
  });

  test('each part is within one unit of its share', () => {
    fc.assert(fc.property(amounts, weights, (amount, list) => {
      const total = list.reduce((sum, weight) => sum + weight, 0n);
      for (const [index, part] of splitByWeight(amount, list).entries()) {
        const off = part * total - amount * (list[index] ?? 0n);
        expect(off < total && off > -total).toBe(true);
      }
    }));
  });

  test('the unit that is left over goes to the largest remainder', () => {
    expect([splitByWeight(10n, [1n, 2n]), splitByWeight(10n, [2n, 1n])]).toEqual([[3n, 7n], [7n, 3n]]);
  });

  test('units that are left over go to different parts, and of equal ones to the first', () => {
    expect([splitByWeight(2n, [1n, 1n, 1n]), splitByWeight(1n, [0n, 1n, 1n])]).toEqual([[1n, 1n, 0n], [0n, 1n, 0n]]);
  });
});

describe('rounding', () => {
  test.each([
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [0n, 7n, 0n],
  ])('%d / %d is %d: halves go to the even neighbour', (numerator, denominator, rounded) => {
    expect(roundHalfEven({ numerator, denominator })).toBe(rounded);
  });

  test('the largest bigint of PostgreSQL rounds without losing a unit', () => {
    expect(roundHalfEven({ numerator: 9_223_372_036_854_775_807n, denominator: 1n })).toBe(9_223_372_036_854_775_807n);
  });
});

describe('amounts as people write them', () => {
  test.each<[string, Money]>([['600 KRW', { amount: 600n, currency: 'KRW' }], ['0.60 USD', { amount: 60n, currency: 'USD' }], ['0.6 USD', { amount: 60n, currency: 'USD' }], ['12 USD', { amount: 1_200n, currency: 'USD' }], [' 0 KRW ', { amount: 0n, currency: 'KRW' }]])('%s', (text, money) => {
    expect(readMoney(text)).toEqual(money);
  });

  test.each(['', '600', 'KRW', '0.5 KRW', '600. KRW', '.5 USD', '0.605 USD', '600 EUR', '600 krw', '-1 KRW', '1e3 KRW', '1,000 KRW', '1234567890123456 KRW'])('"%s" is none', (text) => {
    expect(readMoney(text)).toBeUndefined();
  });

  test.each<[string, Money]>([
    ['0 KRW', { amount: 0n, currency: 'KRW' }], ['600 KRW', { amount: 600n, currency: 'KRW' }],
    ['0.00 USD', { amount: 0n, currency: 'USD' }], ['0.05 USD', { amount: 5n, currency: 'USD' }], ['0.60 USD', { amount: 60n, currency: 'USD' }], ['12.00 USD', { amount: 1_200n, currency: 'USD' }],
  ])('are written as %s', (text, money) => {
    expect(writeMoney(money)).toBe(text);
  });

  test('what was written is read as it was', () => {
    fc.assert(fc.property(fc.bigInt(0n, 10n ** 15n - 1n), fc.constantFrom(...currencySchema.options), (amount, currency) => {
      expect(readMoney(writeMoney({ amount, currency }))).toEqual({ amount, currency });
    }));
  });
});
