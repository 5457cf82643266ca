/** Where a request of S3 points: at the account, at a bucket or at an object. */
export type Level = 'service' | 'bucket' | 'object';

/** How one operation of S3 is found: by method, level and the query or header that marks it. */
export interface Binding {
  readonly operation: string;
  readonly method: string;
  readonly level: Level;
  /** Query parameter that must be present. */
  readonly marker?: string;
  /** Header that must be present. */
  readonly header?: string;
  /** The body is content, not a document. */
  readonly content?: true;
}

function setting(noun: string, marker: string): Binding[] {
  return [
    { operation: `Put${noun}`, method: 'PUT', level: 'bucket', marker },
    { operation: `Get${noun}`, method: 'GET', level: 'bucket', marker },
    { operation: `Delete${noun}`, method: 'DELETE', level: 'bucket', marker },
  ];
}

/** Operations by how requests look; those with a marker before those without. Amazon S3 API Reference. */
export const BINDINGS: readonly Binding[] = [
  { operation: 'ListBuckets', method: 'GET', level: 'service' },
  ...setting('BucketEncryption', 'encryption'),
  ...setting('PublicAccessBlock', 'publicAccessBlock'),
  ...setting('BucketWebsite', 'website'),
  ...setting('BucketTagging', 'tagging'),
  ...setting('BucketOwnershipControls', 'ownershipControls'),
  { operation: 'PutBucketPolicy', method: 'PUT', level: 'bucket', marker: 'policy', content: true },
  { operation: 'GetBucketPolicy', method: 'GET', level: 'bucket', marker: 'policy' },
  { operation: 'DeleteBucketPolicy', method: 'DELETE', level: 'bucket', marker: 'policy' },
  { operation: 'GetBucketPolicyStatus', method: 'GET', level: 'bucket', marker: 'policyStatus' },
  { operation: 'PutBucketVersioning', method: 'PUT', level: 'bucket', marker: 'versioning' },
  { operation: 'GetBucketVersioning', method: 'GET', level: 'bucket', marker: 'versioning' },
  { operation: 'GetBucketLocation', method: 'GET', level: 'bucket', marker: 'location' },
  { operation: 'ListObjectVersions', method: 'GET', level: 'bucket', marker: 'versions' },
  { operation: 'ListObjectsV2', method: 'GET', level: 'bucket', marker: 'list-type' },
  { operation: 'DeleteObjects', method: 'POST', level: 'bucket', marker: 'delete' },
  { operation: 'CreateBucket', method: 'PUT', level: 'bucket' },
  { operation: 'HeadBucket', method: 'HEAD', level: 'bucket' },
  { operation: 'DeleteBucket', method: 'DELETE', level: 'bucket' },
  { operation: 'ListObjects', method: 'GET', level: 'bucket' },
  { operation: 'CopyObject', method: 'PUT', level: 'object', header: 'x-amz-copy-source' },
  { operation: 'PutObject', method: 'PUT', level: 'object', content: true },
  { operation: 'GetObject', method: 'GET', level: 'object' },
  { operation: 'HeadObject', method: 'HEAD', level: 'object' },
  { operation: 'DeleteObject', method: 'DELETE', level: 'object' },
];

/** Query parameters that change what a request means: one without a binding is an operation this endpoint lacks. */
export const MARKERS: ReadonlySet<string> = new Set([
  'accelerate', 'acl', 'analytics', 'attributes', 'cors', 'delete', 'encryption', 'intelligent-tiering', 'inventory', 'legal-hold',
  'lifecycle', 'list-type', 'location', 'logging', 'metrics', 'notification', 'object-lock', 'ownershipControls', 'policy', 'policyStatus',
  'publicAccessBlock', 'replication', 'requestPayment', 'restore', 'retention', 'select', 'session', 'tagging', 'torrent', 'uploadId',
  'uploads', 'versioning', 'versions', 'website',
]);

/** Query parameters that are members of an input. */
export const QUERY_MEMBERS: ReadonlyMap<string, string> = new Map([
  ['prefix', 'Prefix'],
  ['delimiter', 'Delimiter'],
  ['max-keys', 'MaxKeys'],
  ['encoding-type', 'EncodingType'],
  ['continuation-token', 'ContinuationToken'],
  ['start-after', 'StartAfter'],
  ['marker', 'Marker'],
  ['key-marker', 'KeyMarker'],
  ['version-id-marker', 'VersionIdMarker'],
  ['versionId', 'VersionId'],
]);

/** Headers that are members of an input. */
export const HEADER_MEMBERS: ReadonlyMap<string, string> = new Map([
  ['content-type', 'ContentType'],
  ['range', 'Range'],
  ['x-amz-copy-source', 'CopySource'],
]);
