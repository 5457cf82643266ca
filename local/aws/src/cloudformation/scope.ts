import type { StackRecord } from '../state/stacks.ts';
import { NO_VALUE, resolve, type Scope } from './intrinsics.ts';
import { parameterValues } from './parameters.ts';
import { type Template, templateError, type TemplateParameter } from './template.ts';

/** What a stack is called and where it lives. */
export interface StackPlace {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

function pseudoParameters(place: StackPlace): Map<string, unknown> {
  return new Map<string, unknown>([
    ['AWS::AccountId', place.account],
    ['AWS::Region', place.region],
    ['AWS::StackName', place.name],
    ['AWS::StackId', place.id],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::NotificationARNs', []],
    ['AWS::NoValue', NO_VALUE],
  ]);
}

function isList(parameter: TemplateParameter | undefined): boolean {
  return parameter?.Type === 'CommaDelimitedList' || (parameter?.Type.startsWith('List<') ?? false);
}

/**
 * Builds the scope of a template: parameters, pseudo parameters, conditions, mappings, and the resources of a stack as
 * far as they exist.
 */
export function scopeOf(
  template: Template,
  parameters: Readonly<Record<string, string>>,
  place: StackPlace,
  resources: StackRecord['resources'],
): Scope {
  const values = parameterValues(template, parameters);
  const pseudo = pseudoParameters(place);
  const scope: Scope = {
    ref: (name) => {
      const value = values.get(name);
      if (value !== undefined) return isList(template.Parameters[name]) ? value.split(',') : value;
      if (pseudo.has(name)) return pseudo.get(name);
      const resource = resources.get(name);
      if (!resource) throw templateError(`Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`);
      return resource.physicalId;
    },
    attribute: (name, attribute) => {
      const value = resources.get(name)?.attributes[attribute];
      if (value === undefined) throw templateError(`Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`);
      return value;
    },
    condition: (name) => {
      if (!(name in template.Conditions)) throw templateError(`Template format error: Unresolved condition dependency ${name}`);
      return resolve(template.Conditions[name], scope) === true;
    },
    mapping: (map, first, second) => {
      const value = template.Mappings[map]?.[first]?.[second];
      if (value === undefined) throw templateError(`Template error: Unable to get mapping for ${map}::${first}::${second}`);
      return value;
    },
    zones: (region) => ['a', 'b'].map((zone) => `${region || place.region}${zone}`),
  };
  return scope;
}
