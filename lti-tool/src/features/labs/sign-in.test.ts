import { expect, test } from '@jest/globals';
import { blocksOf } from './sign-in.ts';

const credentials = { accessKeyId: 'ASIA1', secretAccessKey: 'secret/+', sessionToken: 'token==', expiration: new Date('2026-11-24T11:00:00Z') };

test('on AWS itself no endpoint is named', () => {
  const { shell, powershell, profile } = blocksOf(credentials, 'ap-northeast-2', undefined);
  expect([shell, powershell, profile].join('\n')).not.toMatch(/endpoint/i);
});

test('each block names every value once', () => {
  const { shell, powershell, profile, expiresAt } = blocksOf(credentials, 'ap-northeast-2', 'http://127.0.0.1:4566');
  for (const block of [shell, powershell, profile]) {
    for (const value of ['ASIA1', 'secret/+', 'token==', 'http://127.0.0.1:4566']) expect(block.split(value)).toHaveLength(2);
  }
  expect(expiresAt).toBe(credentials.expiration);
});
