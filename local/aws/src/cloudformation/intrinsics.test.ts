import { describe, expect, test } from '@jest/globals';
import { NO_VALUE, resolve, type Scope } from './intrinsics.ts';
import { parseTemplate } from './template.ts';

const scope: Scope = {
  ref: (name) => (name === 'AWS::NoValue' ? NO_VALUE : `ref-${name}`),
  attribute: (resource, attribute) => `${resource}/${attribute}`,
  condition: (name) => name === 'Yes',
  mapping: (map, first, second) => [map, first, second].join('.'),
  zones: (region) => [`${region}a`, `${region}b`],
};

describe('an intrinsic function', () => {
  test.each<[string, unknown, unknown]>([
    ['Ref', { Ref: 'A' }, 'ref-A'],
    ['Fn::GetAtt with a list', { 'Fn::GetAtt': ['A', 'Arn'] }, 'A/Arn'],
    ['Fn::GetAtt with dots in the attribute', { 'Fn::GetAtt': 'A.Endpoint.Port' }, 'A/Endpoint.Port'],
    ['Fn::Sub', { 'Fn::Sub': 'x-${A}-${B.Arn}' }, 'x-ref-A-B/Arn'],
    ['Fn::Sub with its own variables', { 'Fn::Sub': ['${V}-${A}', { V: { Ref: 'B' } }] }, 'ref-B-ref-A'],
    ['Fn::Sub with a literal', { 'Fn::Sub': '${!A}' }, '${A}'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'A' }]] }, 'a-ref-A'],
    ['Fn::Select', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    ['Fn::Split in Fn::Select', { 'Fn::Select': [0, { 'Fn::Split': [',', 'a,b'] }] }, 'a'],
    ['Fn::If', { 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
    ['Fn::If the other way', { 'Fn::If': ['No', 'a', 'b'] }, 'b'],
    ['Fn::Equals', { 'Fn::Equals': [{ Ref: 'A' }, 'ref-A'] }, true],
    ['Fn::Not', { 'Fn::Not': [{ Condition: 'Yes' }] }, false],
    ['Fn::And', { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
    ['Fn::Or', { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, true],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['M', { Ref: 'A' }, 'k'] }, 'M.ref-A.k'],
    ['Fn::Base64', { 'Fn::Base64': 'hi' }, 'aGk='],
    ['Fn::GetAZs', { 'Fn::GetAZs': 'r' }, ['ra', 'rb']],
    ['AWS::NoValue in a member', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['AWS::NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ])('%s is replaced by what it stands for', (_name, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  test('of which this endpoint knows nothing is refused, not passed on', () => {
    expect(() => resolve({ 'Fn::Transform': {} }, scope)).toThrow('Fn::Transform is not supported');
  });
});

describe('a template', () => {
  test('in YAML short form reads like the same template in JSON', () => {
    const yaml = parseTemplate('Resources:\n  A:\n    Type: T\n    Properties:\n      X: !Sub "${B}"\n      Y: !GetAtt B.Arn\n      Z: !If [C, !Ref D, 1]\n');
    const json = parseTemplate(JSON.stringify({
      Resources: { A: { Type: 'T', Properties: { X: { 'Fn::Sub': '${B}' }, Y: { 'Fn::GetAtt': 'B.Arn' }, Z: { 'Fn::If': ['C', { Ref: 'D' }, 1] } } } },
    }));
    expect(yaml).toEqual(json);
  });

  test('without resources is refused', () => {
    expect(() => parseTemplate('{"Resources":{}}')).toThrow('At least one Resources member must be defined');
  });

  test('that is not well-formed is refused', () => {
    expect(() => parseTemplate('Resources: [')).toThrow('YAML not well-formed');
  });
});
