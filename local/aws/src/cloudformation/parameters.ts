import { type Template, templateError, type TemplateParameter } from './template.ts';

function broken(name: string, parameter: TemplateParameter, constraint: string): Error {
  const said = parameter.ConstraintDescription ?? constraint;
  return templateError(`Parameter ${name} failed to satisfy constraint: ${said}`);
}

function checkNumber(name: string, parameter: TemplateParameter, value: string): void {
  const { MinValue = -Infinity, MaxValue = Infinity } = parameter;
  if (Number.isNaN(Number(value))) throw templateError(`Parameter '${name}' must be a number.`);
  if (Number(value) < MinValue) throw broken(name, parameter, `Parameter ${name} must be a number not less than ${MinValue}`);
  if (Number(value) > MaxValue) throw broken(name, parameter, `Parameter ${name} must be a number not greater than ${MaxValue}`);
}

function check(name: string, parameter: TemplateParameter, value: string): void {
  const { MinLength = 0, MaxLength = Infinity, AllowedPattern, AllowedValues } = parameter;
  if (AllowedValues && !AllowedValues.includes(value)) {
    throw templateError(`Parameter '${name}' must be one of AllowedValues`);
  }
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(value)) {
    throw broken(name, parameter, `Parameter ${name} must match pattern ${AllowedPattern}`);
  }
  if (value.length < MinLength) throw broken(name, parameter, `Parameter ${name} must contain at least ${MinLength} characters`);
  if (value.length > MaxLength) throw broken(name, parameter, `Parameter ${name} must contain at most ${MaxLength} characters`);
  if (parameter.Type === 'Number') checkNumber(name, parameter, value);
}

/**
 * The values of a template's parameters, given or by default, checked against their constraints.
 * Throws ValidationError in CloudFormation's words.
 */
export function parameterValues(template: Template, given: Readonly<Record<string, string>>): Map<string, string> {
  const unknown = Object.keys(given).filter((name) => !(name in template.Parameters));
  if (unknown.length > 0) throw templateError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const values = new Map<string, string>();
  const missing: string[] = [];
  for (const [name, parameter] of Object.entries(template.Parameters)) {
    const value = given[name] ?? parameter.Default;
    if (value === undefined) missing.push(name);
    else values.set(name, value);
  }
  if (missing.length > 0) throw templateError(`Parameters: [${missing.join(', ')}] must have values`);
  for (const [name, parameter] of Object.entries(template.Parameters)) check(name, parameter, values.get(name) ?? '');
  return values;
}
