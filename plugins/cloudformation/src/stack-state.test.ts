import { describe, expect, test } from '@jest/globals';
import type { StackEvent, StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { environmentOf, rootCause } from './stack-state.ts';

const stack = (StackStatus: 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'ROLLBACK_COMPLETE' | 'DELETE_IN_PROGRESS' | 'DELETE_COMPLETE' | 'DELETE_FAILED') => ({ StackName: 'lab', CreationTime: new Date(0), StackStatus });

const resource = (LogicalResourceId: string, ResourceStatus: NonNullable<StackResourceSummary['ResourceStatus']>): StackResourceSummary =>
  ({ LogicalResourceId, ResourceType: 'AWS::S3::Bucket', ResourceStatus, LastUpdatedTimestamp: new Date(0), PhysicalResourceId: `${LogicalResourceId}-1` });

const failure = (LogicalResourceId: string, ResourceStatusReason: string): StackEvent =>
  ({ StackId: 's', EventId: LogicalResourceId, StackName: 'lab', Timestamp: new Date(0), LogicalResourceId, ResourceStatus: 'CREATE_FAILED', ResourceStatusReason });

describe('environment of a stack', () => {
  test('resources come up one by one while it is created', () => {
    const state = environmentOf({ stack: stack('CREATE_IN_PROGRESS'), resources: [resource('Logs', 'CREATE_COMPLETE'), resource('Site', 'CREATE_IN_PROGRESS')], events: [] });
    expect(state).toEqual({
      status: 'creating',
      resources: [
        { status: 'ready', logicalId: 'Logs', type: 'AWS::S3::Bucket', physicalId: 'Logs-1' },
        { status: 'creating', logicalId: 'Site', type: 'AWS::S3::Bucket', physicalId: 'Site-1' },
      ],
    });
  });

  test('a complete stack is ready with its outputs', () => {
    const complete = { ...stack('CREATE_COMPLETE'), Outputs: [{ OutputKey: 'Prefix', OutputValue: 'abc' }] };
    expect(environmentOf({ stack: complete, resources: [], events: [] })).toEqual({ status: 'ready', resources: [], outputs: { Prefix: 'abc' } });
  });

  test('a rolled back stack has failed for the first cause, not for what was cancelled by it', () => {
    const events = [failure('Role', 'Resource creation cancelled'), failure('Site', 'bucket exists'), failure('Logs', 'access denied')];
    expect(rootCause(events)).toBe('Logs: access denied');
    expect(environmentOf({ stack: stack('ROLLBACK_COMPLETE'), resources: [], events })).toMatchObject({ status: 'failed', reason: 'Logs: access denied' });
  });

  test('a deletion that did not succeed is a failure, one that did leaves nothing', () => {
    expect(environmentOf({ stack: stack('DELETE_FAILED'), resources: [], events: [] }).status).toBe('failed');
    expect(environmentOf({ stack: stack('DELETE_COMPLETE'), resources: [], events: [] })).toEqual({ status: 'absent' });
  });
});
