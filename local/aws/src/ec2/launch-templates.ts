import { z } from 'zod';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { hexId } from '../ids.ts';
import type { LaunchTemplateRecord } from '../state/ec2.ts';
import { ec2Arn, need, tagSet } from './find.ts';

function describe({ id, name, createdAt, tags }: LaunchTemplateRecord) {
  return { launchTemplateId: id, launchTemplateName: name, createTime: new Date(createdAt), defaultVersionNumber: 1, latestVersionNumber: 1, tagSet: tagSet(tags) };
}

const createLaunchTemplate = operation({
  name: 'CreateLaunchTemplate',
  access: 'write',
  input: z.object({ LaunchTemplateName: z.string().min(3).max(128), LaunchTemplateData: z.record(z.string(), z.unknown()) }),
  target: (_input, context) => ({ arn: ec2Arn(context, 'launch-template/*') }),
  run: (input, context) => {
    const { launchTemplates } = context.region.ec2;
    if ([...launchTemplates.values()].some(({ name }) => name === input.LaunchTemplateName)) {
      throw new AwsError('InvalidLaunchTemplateName.AlreadyExistsException', 'Launch template name already in use.');
    }
    const template: LaunchTemplateRecord = { id: hexId('lt-0', 16), name: input.LaunchTemplateName, createdAt: context.now.toISOString(), data: input.LaunchTemplateData, tags: [] };
    launchTemplates.set(template.id, template);
    return { launchTemplate: describe(template) };
  },
});

const deleteLaunchTemplate = operation({
  name: 'DeleteLaunchTemplate',
  access: 'write',
  input: z.object({ LaunchTemplateId: z.string() }),
  target: (input, context) => ({ arn: ec2Arn(context, `launch-template/${input.LaunchTemplateId}`) }),
  run: (input, context) => {
    const template = need(context.region.ec2.launchTemplates, input.LaunchTemplateId, 'InvalidLaunchTemplateId.NotFound');
    context.region.ec2.launchTemplates.delete(template.id);
    return { launchTemplate: describe(template) };
  },
});

const describeLaunchTemplates = operation({
  name: 'DescribeLaunchTemplates',
  access: 'read',
  input: z.object({}),
  run: (_input, context) => ({ launchTemplates: [...context.region.ec2.launchTemplates.values()].map(describe) }),
});

/** Launch templates, in one version; instances are not launched from them here. */
export const launchTemplateOperations: readonly Operation[] = [createLaunchTemplate, deleteLaunchTemplate, describeLaunchTemplates];
