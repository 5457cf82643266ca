import { describe, expect, test } from '@jest/globals';
import { uncleaned } from './cleaned-services.ts';

describe('services of which an account is not cleaned', () => {
  test('are those that nobody removes anything of, in the order of the pack', () => {
    expect(uncleaned(['s3', 'kinesis', 'iam', 'cloudformation'])).toEqual(['kinesis', 'cloudformation']);
  });

  test('are none that only look, or take on a role', () => {
    expect(uncleaned(['sts', 'tag', 'health', 'pricing', 'ce'])).toEqual([]);
  });
});
