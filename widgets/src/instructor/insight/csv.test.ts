import { describe, expect, test } from '@jest/globals';
import { toCsv } from './csv.ts';

describe('a file for spreadsheets', () => {
  test('has a byte order mark and ends every line', () => {
    expect(toCsv([['단계', 1], ['b', null]])).toBe('\uFEFF단계,1\r\nb,\r\n');
  });

  test('quotes what holds commas, quotes and line ends', () => {
    expect(toCsv([['a,b', 'say "hi"', 'two\nlines']])).toBe('\uFEFF"a,b","say ""hi""","two\nlines"\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@x', '\tx', '＝1+1', '＋1', '－1', '＠x'])('does not let "%s" become a formula', (text) => {
    expect(toCsv([[text]])).toBe(`\uFEFF'${text}\r\n`);
  });
});
