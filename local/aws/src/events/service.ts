import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { list } from '../dispatch/fields.ts';
import { operation } from '../dispatch/operation.ts';
import { service } from '../dispatch/service.ts';
import { AwsError } from '../errors.ts';
import type { RuleRecord } from '../state/model.ts';

const ruleName = z.string().regex(/^[\w.-]{1,64}$/);

function arnOf(context: CallContext, name: string): string {
  return `arn:aws:events:${context.region.name}:${context.account.id}:rule/${name}`;
}

function ruleOf(context: CallContext, name: string): RuleRecord {
  const rule = context.region.rules.get(name);
  if (!rule) throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
  return rule;
}

function requirePattern(pattern: string): void {
  try {
    const value: unknown = JSON.parse(pattern);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  } catch {
    // Answered below, as any pattern that is no object.
  }
  throw new AwsError('InvalidEventPatternException', 'Event pattern is not valid. Reason: it is not a JSON object');
}

const putRule = operation({
  name: 'PutRule',
  access: 'write',
  input: z.object({
    Name: ruleName,
    EventPattern: z.string(),
    State: z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']).default('ENABLED'),
    Description: z.string().default(''),
  }),
  target: (input, context) => ({ arn: arnOf(context, input.Name) }),
  run: (input, context) => {
    requirePattern(input.EventPattern);
    const arn = arnOf(context, input.Name);
    const targets = context.region.rules.get(input.Name)?.targets ?? new Map();
    context.region.rules.set(input.Name, {
      name: input.Name, arn, pattern: input.EventPattern, state: input.State, description: input.Description, targets,
    });
    return { RuleArn: arn };
  },
});

const listRules = operation({
  name: 'ListRules',
  access: 'read',
  input: z.object({ NamePrefix: z.string().default('') }),
  run: (input, context) => ({
    Rules: [...context.region.rules.values()]
      .filter((rule) => rule.name.startsWith(input.NamePrefix))
      .map((rule) => ({
        Name: rule.name, Arn: rule.arn, EventPattern: rule.pattern, State: rule.state, Description: rule.description, EventBusName: 'default',
      })),
  }),
});

const putTargets = operation({
  name: 'PutTargets',
  access: 'write',
  input: z.object({
    Rule: ruleName,
    Targets: list(z.object({ Id: z.string(), Arn: z.string(), RoleArn: z.string().optional() })),
  }),
  target: (input, context) => ({ arn: arnOf(context, input.Rule) }),
  run: (input, context) => {
    const rule = ruleOf(context, input.Rule);
    for (const target of input.Targets) rule.targets.set(target.Id, target);
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
});

const listTargetsByRule = operation({
  name: 'ListTargetsByRule',
  access: 'read',
  input: z.object({ Rule: ruleName }),
  target: (input, context) => ({ arn: arnOf(context, input.Rule) }),
  run: (input, context) => ({ Targets: [...ruleOf(context, input.Rule).targets.values()] }),
});

const removeTargets = operation({
  name: 'RemoveTargets',
  access: 'write',
  input: z.object({ Rule: ruleName, Ids: list(z.string()) }),
  target: (input, context) => ({ arn: arnOf(context, input.Rule) }),
  run: (input, context) => {
    for (const id of input.Ids) ruleOf(context, input.Rule).targets.delete(id);
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
});

const deleteRule = operation({
  name: 'DeleteRule',
  access: 'write',
  input: z.object({ Name: ruleName }),
  target: (input, context) => ({ arn: arnOf(context, input.Name) }),
  run: (input, context) => {
    if ((context.region.rules.get(input.Name)?.targets.size ?? 0) > 0) {
      throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
    }
    context.region.rules.delete(input.Name);
    return {};
  },
});

/** EventBridge rules, kept and listed. Delivery does not depend on them: every record goes to the activity stream. */
export const events = service({
  id: 'events',
  protocol: 'json1.1',
  operations: [putRule, listRules, putTargets, listTargetsByRule, removeTargets, deleteRule],
});
