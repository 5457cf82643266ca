import { describe, expect, test } from '@jest/globals';
import { pictureScale } from './picture-scale.ts';

describe('the scale of the picture of a month', () => {
  test('reaches to the budget where the use comes anywhere near it', () => {
    expect(pictureScale({ total: 400_000, forecast: 900_000, budget: 1_500_000 })).toEqual({ top: 1_500_000, lines: [500_000, 1_000_000, 1_500_000], budget: 'drawn' });
  });

  test('is that of the use where beside the budget nothing of it could be seen', () => {
    expect(pictureScale({ total: 7, forecast: 9, budget: 300_000 })).toEqual({ top: 10, lines: [5, 10], budget: 'above' });
  });

  test('reaches to the use where that is over the budget', () => {
    expect(pictureScale({ total: 210, forecast: 240, budget: 100 })).toMatchObject({ top: 300, budget: 'drawn' });
  });

  test('has no budget where none is set', () => {
    expect(pictureScale({ total: 45, forecast: 60, budget: null })).toEqual({ top: 60, lines: [20, 40, 60], budget: 'none' });
  });

  test('draws lines at whole minor units only', () => {
    expect(pictureScale({ total: 0, forecast: 1, budget: 5_000 })).toEqual({ top: 1, lines: [1], budget: 'above' });
  });
});
