import { expect, test } from '@jest/globals';
import { servicePrefixOf } from './service-prefix.ts';

test.each([
  ['AWS::S3::Bucket', 's3'],
  ['AWS::DynamoDB::Table', 'dynamodb'],
  ['AWS::StepFunctions::StateMachine', 'states'],
])('%s belongs to %s', (type, prefix) => {
  expect(servicePrefixOf(type)).toBe(prefix);
});
