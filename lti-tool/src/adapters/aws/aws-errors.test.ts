import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../../errors.ts';
import { atAws, awsErrorCode, refused } from './aws-errors.ts';

const answered = (name: string, httpStatusCode: number): Error => Object.assign(new Error('in AWS\'s words'), { name, $metadata: { httpStatusCode } });

describe('an error of AWS', () => {
  test.each([
    ['a refusal', answered('AccessDenied', 403), 'AWS_REFUSED'],
    ['a malformed request', answered('ValidationError', 400), 'AWS_REFUSED'],
    ['throttling', answered('TooManyRequestsException', 400), 'AWS_BUSY'],
    ['a failure on its side', answered('InternalFailure', 500), 'AWS_UNREACHABLE'],
    ['a time-out', Object.assign(new Error('socket'), { name: 'TimeoutError' }), 'AWS_UNREACHABLE'],
    ['what is no error', 'text', 'AWS_REFUSED'],
  ])('%s', (_what, error, code) => {
    expect(awsErrorCode(error)).toBe(code);
  });

  test('keeps AWS\'s words for the log and its cause', async () => {
    const cause = answered('AccessDenied', 403);
    await expect(atAws(() => Promise.reject(cause))).rejects.toMatchObject({ code: 'AWS_REFUSED', detail: 'AccessDenied: in AWS\'s words', cause });
  });

  test('that has a code of ours already is not wrapped again', async () => {
    const limit = refused('ACCOUNT_LIMIT_EXCEEDED');
    await expect(atAws(() => Promise.reject(limit))).rejects.toBe(limit);
    expect(limit).toBeInstanceOf(CodedError);
    expect(limit.code).toBe('AWS_ACCOUNT_LIMIT');
  });
});
