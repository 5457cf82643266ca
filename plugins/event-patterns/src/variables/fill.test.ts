import { describe, expect, test } from '@jest/globals';
import type { EventPattern, Json } from '@cloudclass/plugin-contract';
import { fillPattern, mentionsIn } from './fill.ts';

const scope = {
  lab: { region: 'ap-northeast-2', accountId: '111122223333', outputs: { Prefix: 'site-', Glob: 'a*b\\' } },
  captured: new Map<string, Record<string, Json>>([['create', { bucket: 'site-a', size: 3, tags: ['x'] }]]),
};

const filled = (pattern: EventPattern): EventPattern | undefined => fillPattern(pattern, scope);

describe('filling variables in', () => {
  test('replaces them in values at any depth, and leaves keys alone', () => {
    expect(filled({ '${lab.region}': { b: ['${lab.region}', { prefix: '${lab.outputs.Prefix}${lab.accountId}' }] } })).toEqual({
      '${lab.region}': { b: ['ap-northeast-2', { prefix: 'site-111122223333' }] },
    });
  });

  test('a variable that stands alone keeps the type of its value', () => {
    expect(filled({ a: ['${steps.create.captured.size}', 'n${steps.create.captured.size}'] })).toEqual({ a: [3, 'n3'] });
  });

  test('text that goes into a wildcard stands for itself', () => {
    expect(filled({ a: [{ wildcard: '${lab.outputs.Glob}*' }, { 'anything-but': { wildcard: ['${lab.outputs.Glob}'] } }] })).toEqual({
      a: [{ wildcard: 'a\\*b\\\\*' }, { 'anything-but': { wildcard: ['a\\*b\\\\'] } }],
    });
  });

  test.each(['${lab.outputs.Other}', '${lab.outputs.constructor}', '${steps.other.captured.bucket}', '${steps.create.captured.tags}', '${lab.unknown}'])(
    'a pattern with %s cannot be decided',
    (variable) => {
      expect(filled({ a: [variable] })).toBeUndefined();
    },
  );

  test('an IAM policy variable, which has a colon, is plain text', () => {
    expect(filled({ a: ['${aws:username}'] })).toEqual({ a: ['${aws:username}'] });
  });
});

describe('finding variables', () => {
  test('names each with its place', () => {
    expect(mentionsIn({ a: ['x', { prefix: '${lab.region}-${steps.create.captured.bucket}' }], b: ['${lab.oops}'] })).toEqual([
      { at: ['a', 1, 'prefix'], variable: { kind: 'lab', fact: 'region' } },
      { at: ['a', 1, 'prefix'], variable: { kind: 'captured', step: 'create', name: 'bucket' } },
      { at: ['b', 0], variable: { kind: 'unknown', expression: 'lab.oops' } },
    ]);
  });
});
