import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dependencyOrder } from './dependencies.ts';
import { parseTemplate } from './template.ts';

function order(resources: Record<string, object>): string[] {
  const typed = Object.entries(resources).map(([name, rest]) => [name, { Type: 'T', ...rest }]);
  return dependencyOrder(parseTemplate(JSON.stringify({ Resources: Object.fromEntries(typed) })).Resources);
}

test.each<[string, object]>([
  ['Ref', { Properties: { X: { Ref: 'Base' } } }],
  ['Fn::GetAtt', { Properties: { X: { 'Fn::GetAtt': ['Base', 'Arn'] } } }],
  ['Fn::Sub', { Properties: { X: { 'Fn::Sub': 'a-${Base.Arn}' } } }],
  ['a variable of Fn::Sub', { Properties: { X: { 'Fn::Sub': ['${V}', { V: { Ref: 'Base' } }] } } }],
  ['DependsOn', { DependsOn: 'Base' }],
])('%s makes a resource wait for the other', (_how, user) => {
  expect(order({ User: user, Base: {} })).toEqual(['Base', 'User']);
});

test('a literal of Fn::Sub makes nothing wait', () => {
  expect(order({ User: { Properties: { X: { 'Fn::Sub': '${!Base}' } } }, Base: {} })).toEqual(['User', 'Base']);
});

test('a circle is refused with its members', () => {
  expect(() => order({ A: { DependsOn: 'B' }, B: { DependsOn: 'A' }, C: {} })).toThrow('Circular dependency between resources: [A, B]');
});

test('every resource comes after all it depends on', () => {
  const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)).filter(([from, to]) => from > to));
  fc.assert(fc.property(edges, (pairs) => {
    const needs = (index: number) => pairs.filter(([from]) => from === index).map(([, to]) => `R${to}`);
    const resources = Array.from({ length: 10 }, (_unused, index) => [`R${9 - index}`, { DependsOn: needs(9 - index) }]);
    const ordered = order(Object.fromEntries(resources));
    for (const [from, to] of pairs) expect(ordered.indexOf(`R${to}`)).toBeLessThan(ordered.indexOf(`R${from}`));
  }));
});
