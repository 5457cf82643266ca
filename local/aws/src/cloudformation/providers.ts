import type { Provider } from './provider.ts';
import { parameterProvider, tableProvider } from './providers/data.ts';
import { instanceProvider, securityGroupProvider } from './providers/ec2.ts';
import { instanceProfileProvider, managedPolicyProvider, roleProvider } from './providers/iam.ts';
import { bucketPolicyProvider, bucketProvider } from './providers/s3.ts';

/** Resource types this endpoint can make. */
export const PROVIDERS: ReadonlyMap<string, Provider> = new Map([
  ['AWS::S3::Bucket', bucketProvider],
  ['AWS::S3::BucketPolicy', bucketPolicyProvider],
  ['AWS::IAM::Role', roleProvider],
  ['AWS::IAM::ManagedPolicy', managedPolicyProvider],
  ['AWS::IAM::InstanceProfile', instanceProfileProvider],
  ['AWS::DynamoDB::Table', tableProvider],
  ['AWS::SSM::Parameter', parameterProvider],
  ['AWS::EC2::SecurityGroup', securityGroupProvider],
  ['AWS::EC2::Instance', instanceProvider],
]);
