import { intrinsicOf, splitAttribute, substitutions } from './intrinsics.ts';
import { type Template, templateError, type TemplateResource } from './template.ts';

/** A name a value leans on, and how. */
export interface Reference {
  readonly by: 'Ref' | 'Fn::GetAtt' | 'Fn::Sub' | 'DependsOn';
  readonly name: string;
}

function substituted(argument: unknown): Reference[] {
  const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = typeof own === 'object' && own !== null ? own : {};
  const names = substitutions(String(text)).filter((name) => !(name in variables));
  return [...names.map((name): Reference => ({ by: 'Fn::Sub', name: splitAttribute(name)[0] })), ...references(variables)];
}

/** Every name a value refers to, at any depth. */
export function references(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  const call = intrinsicOf(value);
  if (!call) return Object.values(value).flatMap(references);
  const [name, argument] = call;
  if (name === 'Ref') return [{ by: 'Ref', name: String(argument) }];
  if (name === 'Fn::GetAtt') return [{ by: 'Fn::GetAtt', name: splitAttribute(argument)[0] }];
  return name === 'Fn::Sub' ? substituted(argument) : references(argument);
}

/** Every name a resource refers to, in its properties or by DependsOn. */
export function resourceReferences(resource: TemplateResource): Reference[] {
  return [...references(resource.Properties), ...resource.DependsOn.map((name): Reference => ({ by: 'DependsOn', name }))];
}

/** Logical ids so ordered that each comes after all it leans on. Throws ValidationError for a circle. */
export function dependencyOrder(resources: Template['Resources']): string[] {
  const ordered = new Set<string>();
  let waiting = Object.keys(resources);
  while (waiting.length > 0) {
    const ready = waiting.filter((id) => {
      const needs = resources[id] ? resourceReferences(resources[id]) : [];
      return needs.every(({ name }) => !(name in resources) || ordered.has(name));
    });
    if (ready.length === 0) throw templateError(`Circular dependency between resources: [${waiting.join(', ')}]`);
    for (const id of ready) ordered.add(id);
    waiting = waiting.filter((id) => !ordered.has(id));
  }
  return [...ordered];
}
