import { cloudtrail } from './cloudtrail/service.ts';
import type { Service } from './dispatch/service.ts';
import { iam } from './iam/service.ts';
import { kinesis } from './kinesis/service.ts';
import { organizations } from './organizations/service.ts';
import { s3 } from './s3/service.ts';
import { sts } from './sts/service.ts';

/** Every service this endpoint speaks for. */
export const SERVICES: readonly Service[] = [
  organizations, sts, iam, cloudtrail, kinesis, s3,
];
