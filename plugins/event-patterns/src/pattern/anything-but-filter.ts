import { FilterError } from './fault.ts';
import { isObject, type Scalar } from './scalar.ts';
import { equalsIgnoreCase, prefix, suffix, wildcard, type Test } from './text-filter.ts';

const textFilters: Readonly<Record<string, (argument: unknown) => Test>> = {
  prefix,
  suffix,
  wildcard,
  'equals-ignore-case': equalsIgnoreCase,
};

/**
 * `{"anything-but": …}`: a value, a list of strings or of numbers, or one text filter with a string or a list of strings.
 * The field must be there; a value of another type is "anything but" too.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-anything-but
 */
export function anythingBut(argument: unknown): Test {
  const excluded = isObject(argument) ? excludedTexts(argument) : excludedValues(argument);
  return (value) => !excluded.some((test) => test(value));
}

function excludedValues(argument: unknown): readonly Test[] {
  const values: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const ofOneType = values.every((value) => typeof value === 'string') || values.every((value) => typeof value === 'number');
  if (values.length === 0 || !ofOneType) throw new FilterError('anything-but takes strings or numbers, not a mixture');
  return values.map((excluded) => (value: Scalar) => value === excluded);
}

function excludedTexts(argument: { readonly [key: string]: unknown }): readonly Test[] {
  const [name = '', ...more] = Object.keys(argument);
  const filter = Object.hasOwn(textFilters, name) ? textFilters[name] : undefined;
  if (filter === undefined || more.length > 0) throw new FilterError(`anything-but takes one of ${Object.keys(textFilters).join(', ')}`);
  const given = argument[name];
  const texts: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (texts.length === 0 || !texts.every((text) => typeof text === 'string' && text !== '')) {
    throw new FilterError(`anything-but with ${name} takes a string or a list of strings, none of them empty`);
  }
  return texts.map((text) => filter(text));
}
