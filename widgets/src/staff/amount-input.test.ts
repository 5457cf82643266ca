import { describe, expect, test } from '@jest/globals';
import { readAmount } from './amount-input.ts';

describe('an amount as a person writes it', () => {
  test.each([
    ['12,000', 'KRW', '12000'],
    [' 5000 ', 'KRW', '5000'],
    ['4.2', 'USD', '420'],
    ['4', 'USD', '400'],
    ['1,000.05', 'USD', '100005'],
  ] as const)('%s in %s is %s minor units', (text, currency, minor) => {
    expect(readAmount(text, currency)).toBe(minor);
  });

  test.each([
    ['', 'KRW'],
    ['0', 'KRW'],
    ['12.5', 'KRW'],
    ['1.005', 'USD'],
    ['-3', 'USD'],
    ['ten', 'USD'],
  ] as const)('"%s" in %s is no amount', (text, currency) => {
    expect(readAmount(text, currency)).toBeNull();
  });
});
