import { service } from '../dispatch/service.ts';
import { bucketOperations } from './buckets.ts';
import { listingOperations } from './listing.ts';
import { objectOperations } from './objects.ts';
import { settingOperations } from './settings.ts';

/** Amazon S3, path style. */
export const s3 = service({
  id: 's3',
  protocol: 'rest-xml',
  operations: [...bucketOperations, ...settingOperations, ...objectOperations, ...listingOperations],
});
