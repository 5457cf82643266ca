import { describe, expect, test } from '@jest/globals';
import { checkProbe } from './check-probe.ts';

const probe = { service: 's3', operation: 'GetBucketVersioning', input: { Bucket: '${steps.create-bucket.captured.bucket}' }, assert: "Status == 'Enabled'" };

describe('checking a probe before a lab needs it', () => {
  test('there is nothing to say of one that may be asked, before its variables are filled in', () => {
    expect(checkProbe(probe)).toEqual([]);
  });

  test.each([['s3', 'DeleteBucket'], ['s3', 'constructor'], ['iam', 'GetUser']])('%s:%s is on no list, and the message says what is', (service, operation) => {
    expect(checkProbe({ ...probe, service, operation })).toEqual([{ at: 'operation', problem: 'PROBE_NOT_ALLOWED', message: expect.stringMatching(/^a probe may not call .*s3:GetBucketVersioning/) }]);
  });

  test.each([['no bucket', {}], ['a field more', { ...probe.input, ExpectedBucketOwner: '111122223333' }], ['a bucket that is no text', { Bucket: 1 }]])('an input that the call does not take is refused: %s', (_what, input) => {
    expect(checkProbe({ ...probe, input })).toEqual([{ at: 'input', problem: 'PROBE_INPUT_INVALID', message: expect.any(String) }]);
  });

  test('an assertion that is no expression is refused', () => {
    expect(checkProbe({ ...probe, assert: 'Status ==' })).toEqual([{ at: 'assert', problem: 'PROBE_ASSERTION_INVALID', message: expect.any(String) }]);
  });
});
