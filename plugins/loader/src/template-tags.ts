import { Pair, Scalar, YAMLMap, type Tags, type YAMLSeq } from 'yaml';

const functions = ['Base64', 'Cidr', 'FindInMap', 'GetAZs', 'GetAtt', 'If', 'Equals', 'And', 'Or', 'Not', 'ImportValue', 'Join', 'Select', 'Split', 'Sub', 'Transform'];
const longForms: readonly (readonly [tag: string, key: string])[] = [
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...functions.map((name) => [`!${name}`, `Fn::${name}`] as const),
];

/**
 * CloudFormation's short tags: each stands for a map with the function's long name as its only key.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export const cloudFormationTags: Tags = longForms.flatMap(([tag, key]) => [
  { tag, resolve: (text: string) => ({ [key]: text }) },
  { tag, collection: 'seq' as const, resolve: (node: YAMLSeq | YAMLMap) => underKey(key, node) },
  { tag, collection: 'map' as const, resolve: (node: YAMLSeq | YAMLMap) => underKey(key, node) },
]);

function underKey(key: string, node: YAMLSeq | YAMLMap): YAMLMap {
  const map = new YAMLMap();
  map.items.push(new Pair(new Scalar(key), node));
  return map;
}
