import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../../errors.ts';
import { atAws, awsErrorCode, awsErrors, refusalCode } from './aws-errors.ts';

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

  test('that is several is told with the words of each, once, and of five at most', async () => {
    const refusals = ['a', 'b', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => answered(name, 403));
    const detail = 'a: in AWS\'s words; b: in AWS\'s words; c: in AWS\'s words; d: in AWS\'s words; e: in AWS\'s words; and 2 more';
    await expect(atAws(() => Promise.reject(new AggregateError(refusals)))).rejects.toMatchObject({ code: 'AWS_REFUSED', detail });
  });

  test('that is several is a refusal where any is, which waiting does not mend', () => {
    const [busy, refused] = [answered('SlowDown', 503), answered('AccessDenied', 403)];
    expect([[busy, refused], [busy], [new AggregateError([busy, new AggregateError([refused])])]].map((errors) => awsErrorCode(new AggregateError(errors)))).toEqual(['AWS_REFUSED', 'AWS_BUSY', 'AWS_REFUSED']);
  });

  test('that has a code of ours already is not wrapped again', async () => {
    const coded = new CodedError('AWS_BUSY', awsErrors.AWS_BUSY);
    await expect(atAws(() => Promise.reject(coded))).rejects.toBe(coded);
  });

  test('says that there may be no more accounts only where that is the constraint', () => {
    const constraint = (Reason: string): Error => Object.assign(answered('ConstraintViolationException', 400), { Reason });
    expect(['ACCOUNT_NUMBER_LIMIT_EXCEEDED', 'ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED', 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED'].map((reason) => awsErrorCode(constraint(reason)))).toEqual(['AWS_ACCOUNT_LIMIT', 'AWS_ACCOUNT_LIMIT', 'AWS_REFUSED']);
    expect(['ACCOUNT_LIMIT_EXCEEDED', 'INVALID_EMAIL'].map(refusalCode)).toEqual(['AWS_ACCOUNT_LIMIT', 'AWS_REFUSED']);
  });
});
