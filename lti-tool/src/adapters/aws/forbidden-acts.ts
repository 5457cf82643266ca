/**
 * What costs at once or for a term, and what no end of a lab takes back: nobody in a lab account may, whatever a pack allows. Wildcards stand
 * at the end only, where every kind of policy takes them.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 */
export const BOUGHT: readonly string[] = [
  'aws-marketplace:*', 'savingsplans:*', 'route53domains:*', 'supportplans:*', 'support:CreateCase', 'payments:*', 'billing:*', 'tax:*', 'shield:CreateSubscription',
  'ec2:Purchase*', 'ec2:AcceptReservedInstancesExchangeQuote', 'ec2:ModifyReservedInstances', 'ec2:CreateReservedInstancesListing', 'ec2:CreateCapacityReservation*', 'ec2:AllocateHosts',
  'rds:Purchase*', 'elasticache:Purchase*', 'memorydb:Purchase*', 'redshift:Purchase*', 'redshift:AcceptReserved*', 'es:Purchase*', 'dynamodb:Purchase*', 'medialive:Purchase*',
  'mediaconnect:Purchase*', 'devicefarm:Purchase*', 'bedrock:CreateProvisionedModelThroughput', 'sagemaker:CreateTrainingPlan', 'acm-pca:CreateCertificateAuthority', 'cloudhsm:CreateCluster',
  'outposts:Create*', 'snowball:Create*', 'quicksight:Subscribe', 'quicksight:CreateAccountSubscription', 'connect:ClaimPhoneNumber', 'sms-voice:Request*', 'groundstation:Reserve*',
];

/**
 * What the account would keep after the lease, or lets somebody in without a role. Cleaning looks for roles, policies and instance profiles, buckets,
 * parameters and tables; a setting of the account meets the next learner, an object that is locked cannot be deleted by anybody, a replica of a table stands in a
 * Region where nobody looks, and DynamoDB itself keeps a backup of each table deleted with recovery on, for whoever may restore it.
 */
export const LASTING: readonly string[] = [
  'iam:CreateUser', 'iam:CreateGroup', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:CreateSAMLProvider', 'iam:CreateOpenIDConnectProvider',
  'iam:CreateVirtualMFADevice', 'iam:CreateAccountAlias', 'iam:UpdateAccountPasswordPolicy', 'iam:UploadServerCertificate', 'iam:SetSecurityTokenServicePreferences',
  's3:PutAccountPublicAccessBlock', 's3:PutBucketObjectLockConfiguration', 's3:PutObjectRetention', 's3:PutObjectLegalHold', 's3:CreateAccessPoint*', 's3:CreateMultiRegionAccessPoint',
  's3:CreateAccessGrants*', 's3:CreateStorageLensGroup', 's3:PutStorageLensConfiguration', 's3:CreateJob',
  'ssm:Create*', 'ssm:Register*', 'ssm:UpdateServiceSetting', 'ssm:ModifyDocumentPermission',
  'dynamodb:CreateGlobalTable*', 'dynamodb:CreateTableReplica', 'dynamodb:RestoreTableFromBackup', 'dynamodb:ImportTable', 'dynamodb:ExportTableToPointInTime', 'dynamodb:UpdateAbacStatus',
  'backup:PutBackupVaultLockConfiguration', 'glacier:InitiateVaultLock', 'glacier:CompleteVaultLock',
];

/** What would stop the records, or belongs to the organization. */
export const BELONGING: readonly string[] = [
  'organizations:*', 'account:*',
  'cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:UpdateTrail', 'cloudtrail:PutEventSelectors', 'events:DeleteRule', 'events:DisableRule', 'events:RemoveTargets',
];
