import { z } from 'zod';
import { page, tags } from '../dispatch/fields.ts';
import { operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { hexId } from '../ids.ts';
import type { OrgUnit } from '../state/model.ts';
import { attachFullAccess } from './accounts.ts';
import { managedOrganization, organizationArn, paging, requireParent, requireTarget, unitOf } from './structure.ts';

function describeUnit(unit: OrgUnit) {
  return { Id: unit.id, Arn: unit.arn, Name: unit.name };
}

export const createOrganizationalUnit = operation({
  name: 'CreateOrganizationalUnit',
  access: 'write',
  input: z.object({ ParentId: z.string(), Name: z.string().min(1).max(128), Tags: tags }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    requireParent(organization, input.ParentId);
    const siblings = [...organization.units.values()].filter((one) => one.parentId === input.ParentId);
    if (siblings.some((one) => one.name === input.Name)) {
      throw new AwsError('DuplicateOrganizationalUnitException', 'An OU with the same name already exists.');
    }
    const id = hexId(`ou-${organization.rootId.slice(2)}-`, 8);
    const unit = { id, arn: organizationArn(context, `ou/${organization.id}/${id}`), name: input.Name, parentId: input.ParentId };
    organization.units.set(id, unit);
    organization.tags.set(id, input.Tags);
    attachFullAccess(context, id);
    return { OrganizationalUnit: describeUnit(unit) };
  },
});

export const describeOrganizationalUnit = operation({
  name: 'DescribeOrganizationalUnit',
  access: 'read',
  input: z.object({ OrganizationalUnitId: z.string() }),
  run: (input, context) => ({ OrganizationalUnit: describeUnit(unitOf(managedOrganization(context), input.OrganizationalUnitId)) }),
});

export const listOrganizationalUnitsForParent = operation({
  name: 'ListOrganizationalUnitsForParent',
  access: 'read',
  input: z.object({ ...paging, ParentId: z.string() }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    requireParent(organization, input.ParentId);
    const children = [...organization.units.values()].filter((one) => one.parentId === input.ParentId);
    const { items, next } = page(children, input.NextToken, input.MaxResults);
    return { OrganizationalUnits: items.map(describeUnit), NextToken: next };
  },
});

export const listRoots = operation({
  name: 'ListRoots',
  access: 'read',
  input: z.object(paging),
  run: (_input, context) => {
    const organization = managedOrganization(context);
    return {
      Roots: [{
        Id: organization.rootId,
        Arn: organizationArn(context, `root/${organization.id}/${organization.rootId}`),
        Name: 'Root',
        PolicyTypes: [...organization.policyTypes].map((type) => ({ Type: type, Status: 'ENABLED' })),
      }],
    };
  },
});

export const listParents = operation({
  name: 'ListParents',
  access: 'read',
  input: z.object({ ...paging, ChildId: z.string() }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    const child = organization.accounts.get(input.ChildId) ?? organization.units.get(input.ChildId);
    if (!child) throw new AwsError('ChildNotFoundException', "We can't find an OU or account with the ChildId that you specified.");
    const type = child.parentId === organization.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
    return { Parents: [{ Id: child.parentId, Type: type }] };
  },
});

export const tagResource = operation({
  name: 'TagResource',
  access: 'write',
  input: z.object({ ResourceId: z.string(), Tags: tags }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    requireTarget(organization, input.ResourceId);
    const named = new Set(input.Tags.map((tag) => tag.Key));
    const kept = (organization.tags.get(input.ResourceId) ?? []).filter((tag) => !named.has(tag.Key));
    organization.tags.set(input.ResourceId, [...kept, ...input.Tags]);
    return {};
  },
});

export const listTagsForResource = operation({
  name: 'ListTagsForResource',
  access: 'read',
  input: z.object({ ResourceId: z.string() }),
  run: (input, context) => {
    const organization = managedOrganization(context);
    requireTarget(organization, input.ResourceId);
    return { Tags: organization.tags.get(input.ResourceId) ?? [] };
  },
});
