import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chargeFor, rate } from './rating.ts';

const price = fc.record({ amount: fc.bigInt({ min: 0n, max: 1_000_000n }), perSeconds: fc.bigInt({ min: 1n, max: 86_400n }) });
const discount = fc.integer({ min: 0, max: 10_000 });
const stretches = fc.array(fc.bigInt({ min: 1n, max: 7_200n }), { minLength: 1, maxLength: 40 });

describe('rating', () => {
  test('metering by the second or by the hour bills the same', () => {
    fc.assert(fc.property(price, discount, stretches, (at, basisPoints, parts) => {
      let before = 0n;
      const billed = { list: 0n, net: 0n };
      for (const seconds of parts) {
        const charge = rate(at, basisPoints, { before, seconds });
        billed.list += charge.list;
        billed.net += charge.net;
        before += seconds;
      }
      expect(billed).toEqual(chargeFor(at, basisPoints, before));
    }));
  });

  test('is exact to half a unit', () => {
    fc.assert(fc.property(price, discount, fc.bigInt({ min: 0n, max: 10_000_000n }), (at, basisPoints, seconds) => {
      const whole = at.perSeconds * 10_000n;
      const exact = at.amount * seconds * (10_000n - BigInt(basisPoints));
      const off = chargeFor(at, basisPoints, seconds).net * whole - exact;
      expect(2n * off <= whole && 2n * off >= -whole).toBe(true);
    }));
  });

  test('a stretch never costs less than nothing, and a discount never adds', () => {
    fc.assert(fc.property(price, discount, stretches, (at, basisPoints, [seconds = 1n, before = 0n]) => {
      const { net } = rate(at, basisPoints, { before, seconds });
      expect(net >= 0n).toBe(true);
      expect(chargeFor(at, basisPoints, seconds).net <= chargeFor(at, basisPoints, seconds).list).toBe(true);
    }));
  });

  test('600 won an hour is 10 won a minute, less 10 % is 9', () => {
    expect(chargeFor({ amount: 600n, perSeconds: 3_600n }, 1_000, 60n)).toEqual({ list: 10n, net: 9n });
  });
});
