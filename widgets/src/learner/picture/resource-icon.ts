import {
  IconBell,
  IconBolt,
  IconBox,
  IconBucket,
  IconChartHistogram,
  IconDatabase,
  IconKey,
  IconNetwork,
  IconRouteSquare,
  IconServer2,
  IconShieldLock,
  IconStack2,
  IconWorld,
  type Icon,
  type IconProps,
} from '@tabler/icons-react';
import { createElement } from 'react';

const byService: Readonly<Record<string, Icon>> = {
  S3: IconBucket,
  EC2: IconServer2,
  IAM: IconKey,
  Lambda: IconBolt,
  DynamoDB: IconDatabase,
  RDS: IconDatabase,
  SNS: IconBell,
  SQS: IconStack2,
  CloudFront: IconWorld,
  CloudWatch: IconChartHistogram,
  Logs: IconChartHistogram,
  ApiGateway: IconRouteSquare,
};

const byType: Readonly<Record<string, Icon>> = {
  'AWS::EC2::VPC': IconNetwork,
  'AWS::EC2::Subnet': IconNetwork,
  'AWS::EC2::SecurityGroup': IconShieldLock,
  'AWS::EC2::InternetGateway': IconWorld,
  'AWS::EC2::RouteTable': IconRouteSquare,
  'AWS::S3::BucketPolicy': IconShieldLock,
};

/** A picture for a CloudFormation type, such as `AWS::S3::Bucket`. */
export function ResourceIcon({ type, ...look }: { readonly type: string } & IconProps) {
  const icon = byType[type] ?? byService[type.split('::')[1] ?? ''] ?? IconBox;
  return createElement(icon, { 'aria-hidden': true, ...look });
}

/** "S3 Bucket" for `AWS::S3::Bucket`. */
export function shortType(type: string): string {
  const [, service = type, kind = ''] = type.split('::');
  return `${service} ${kind.replaceAll(/([a-z])([A-Z])/g, '$1 $2')}`.trim();
}
