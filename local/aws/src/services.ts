import { cloudformation } from './cloudformation/service.ts';
import { cloudtrail } from './cloudtrail/service.ts';
import type { Service } from './dispatch/service.ts';
import { dynamodb } from './dynamodb/service.ts';
import { ec2 } from './ec2/service.ts';
import { events } from './events/service.ts';
import { iam } from './iam/service.ts';
import { kinesis } from './kinesis/service.ts';
import { organizations } from './organizations/service.ts';
import { s3 } from './s3/service.ts';
import { ssm } from './ssm/service.ts';
import { sts } from './sts/service.ts';

/** Every service this endpoint speaks for. */
export const SERVICES: readonly Service[] = [
  organizations, sts, iam, cloudformation, cloudtrail, kinesis, s3, ec2, dynamodb, ssm, events,
];
