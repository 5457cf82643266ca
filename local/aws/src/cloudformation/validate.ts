import { AwsError } from '../errors.ts';
import { dependencyOrder, type Reference, references, resourceReferences } from './dependencies.ts';
import { intrinsicOf, type Scope, splitAttribute, substitutions } from './intrinsics.ts';
import { PROVIDERS } from './providers.ts';
import { type Template, templateError } from './template.ts';

function isKnown(template: Template, { by, name }: Reference): boolean {
  if (name in template.Resources) return true;
  return by !== 'Fn::GetAtt' && by !== 'DependsOn' && (name in template.Parameters || name.startsWith('AWS::'));
}

function checkReferences(template: Template): void {
  for (const resource of Object.values(template.Resources)) {
    for (const reference of resourceReferences(resource)) {
      if (isKnown(template, reference)) continue;
      if (reference.by === 'Fn::GetAtt') throw templateError(`Template error: instance of Fn::GetAtt references undefined resource ${reference.name}`);
      throw templateError(`Template format error: Unresolved resource dependencies [${reference.name}] in the Resources block of the template`);
    }
  }
  const outputs = Object.values(template.Outputs).flatMap((output) => references(output.Value));
  for (const reference of outputs.filter((one) => !isKnown(template, one))) {
    if (reference.by === 'Fn::GetAtt') throw templateError(`Template error: instance of Fn::GetAtt references undefined resource ${reference.name}`);
    throw templateError(`Template format error: Unresolved resource dependencies [${reference.name}] in the Outputs block of the template`);
  }
}

function attributeCalls(value: unknown): [resource: string, attribute: string][] {
  if (Array.isArray(value)) return value.flatMap(attributeCalls);
  if (typeof value !== 'object' || value === null) return [];
  const call = intrinsicOf(value);
  if (call?.[0] === 'Fn::GetAtt') return [splitAttribute(call[1])];
  if (call?.[0] === 'Fn::Sub' && typeof call[1] === 'string') {
    return substitutions(call[1]).filter((name) => name.includes('.')).map(splitAttribute);
  }
  return Object.values(value).flatMap(attributeCalls);
}

function checkAttributes(template: Template): void {
  for (const [name, attribute] of attributeCalls([template.Resources, template.Outputs])) {
    const known = PROVIDERS.get(template.Resources[name]?.Type ?? '')?.attributes ?? [];
    if (!known.includes(attribute)) {
      throw templateError(`Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`);
    }
  }
}

function checkTypes(template: Template): void {
  const unknown = Object.values(template.Resources).map((one) => one.Type).filter((type) => !PROVIDERS.has(type));
  if (unknown.length > 0) throw templateError(`Template format error: Unrecognized resource types: [${[...new Set(unknown)].join(', ')}]`);
}

/** Checks a template before anything is made. Throws ValidationError in CloudFormation's words. */
export function validateTemplate(template: Template): void {
  checkTypes(template);
  checkReferences(template);
  checkAttributes(template);
  dependencyOrder(template.Resources);
}

/** Evaluates every condition once, so that a faulty one is refused before anything is made. */
export function checkConditions(template: Template, scope: Scope): void {
  const used = Object.values(template.Resources).flatMap((resource) => resource.Condition ?? []);
  for (const name of new Set([...Object.keys(template.Conditions), ...used])) scope.condition(name);
}

/** The capability a template needs, or null. */
export function neededCapability(template: Template): 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | null {
  let needed: 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | null = null;
  for (const { Type, Properties } of Object.values(template.Resources)) {
    const capability = PROVIDERS.get(Type)?.capability;
    if (!capability) continue;
    if (capability.named in Properties) return 'CAPABILITY_NAMED_IAM';
    needed = 'CAPABILITY_IAM';
  }
  return needed;
}

/** Refuses a template whose capability was not given. Throws InsufficientCapabilitiesException. */
export function requireCapabilities(template: Template, given: readonly string[]): void {
  const needed = neededCapability(template);
  if (needed === null || given.includes('CAPABILITY_NAMED_IAM') || given.includes(needed)) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${needed}]`);
}
