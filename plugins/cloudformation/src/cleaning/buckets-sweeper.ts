import { withS3 } from '../clients.ts';
import { listBuckets, removeBucket } from './buckets.ts';
import type { Sweeper } from './sweeper.ts';

const ARN = 'arn:aws:s3:::';

/** Amazon S3: buckets with all that is in them. */
export const s3: Sweeper = {
  scope: 'account',
  list: (place, options) => withS3(place, options, async (client) => (await listBuckets(client)).map((name) => `${ARN}${name}`)),
  remove: (place, options, arn) => withS3(place, options, (client) => removeBucket(client, arn.slice(ARN.length))),
};
