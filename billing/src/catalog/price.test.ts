import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { priceAt, splitByPrice, type Price } from './price.ts';

const at = (text: string): Date => new Date(`2026-11-24T${text}Z`);
const old: Price = { id: 'old', amount: 600n, perSeconds: 3_600n, startsAt: at('00:00:00') };
const next: Price = { id: 'new', amount: 1_200n, perSeconds: 3_600n, startsAt: at('10:30:00') };

describe('the price in force', () => {
  test('is the latest that has started', () => {
    expect(priceAt([next, old], at('10:29:59'))?.id).toBe('old');
  });

  test('holds from its first instant on', () => {
    expect(priceAt([next, old], at('10:30:00'))?.id).toBe('new');
  });

  test('is none before the first price', () => {
    expect(priceAt([next], at('10:00:00'))).toBeUndefined();
  });
});

describe('a stretch over a price boundary', () => {
  test('is cut where the new price starts', () => {
    const spans = splitByPrice([old, next], at('10:00:00'), at('11:00:00'));
    expect(spans?.map(({ price, seconds }) => [price.id, seconds])).toEqual([['old', 1_800n], ['new', 1_800n]]);
  });

  test('has its parts in order, each at the price in force, however the prices are listed', () => {
    const last: Price = { ...next, id: 'last', startsAt: at('10:45:00') };
    const spans = splitByPrice([last, old, next], at('10:00:00'), at('11:00:00'));
    expect(spans?.map(({ price, seconds }) => [price.id, seconds])).toEqual([['old', 1_800n], ['new', 900n], ['last', 900n]]);
  });

  test('is whole where a price starts with it or ends with it', () => {
    const ids = (from: Date, to: Date) => splitByPrice([old, next], from, to)?.map(({ price, seconds }) => [price.id, seconds]);
    expect([ids(at('10:30:00'), at('11:00:00')), ids(at('10:00:00'), at('10:30:00'))]).toEqual([[['new', 1_800n]], [['old', 1_800n]]]);
  });

  test('that lasts no time has no parts', () => {
    expect(splitByPrice([old], at('10:00:00'), at('10:00:00'))).toEqual([]);
  });

  test('has no price when it begins before the first one', () => {
    expect(splitByPrice([next], at('10:00:00'), at('11:00:00'))).toBeUndefined();
  });

  test('loses and gains no second, wherever it is cut', () => {
    const moment = fc.integer({ min: 0, max: 7_200_000 }).map((offset) => new Date(at('10:00:00').getTime() + offset));
    fc.assert(fc.property(fc.uniqueArray(moment, { maxLength: 5, selector: (date) => date.getTime() }), fc.integer({ min: 1, max: 7_200 }), (starts, length) => {
      const prices = [old, ...starts.map((startsAt, index): Price => ({ ...old, id: `p${index}`, startsAt }))];
      const spans = splitByPrice(prices, at('10:00:00'), new Date(at('10:00:00').getTime() + length * 1_000));
      expect(spans?.reduce((sum, span) => sum + span.seconds, 0n)).toBe(BigInt(length));
    }));
  });
});
