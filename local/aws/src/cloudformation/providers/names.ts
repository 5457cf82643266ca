import { upperId } from '../../ids.ts';
import type { ProviderCall } from '../provider.ts';

/** A property as text, or undefined. */
export function textProperty(call: ProviderCall, name: string): string | undefined {
  const value = call.properties[name];
  return value === undefined || value === null ? undefined : String(value);
}

/** The name a template gives, or one made of stack, logical id and chance, as CloudFormation does. */
export function physicalName(call: ProviderCall, property: string, limit = 64): string {
  const given = textProperty(call, property);
  if (given !== undefined) return given;
  const chance = upperId('', 12);
  return `${`${call.stackName}-${call.logicalId}`.slice(0, limit - chance.length - 1)}-${chance}`;
}
