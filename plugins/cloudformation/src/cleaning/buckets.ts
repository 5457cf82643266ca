import { DeleteBucketCommand, DeleteBucketPolicyCommand, DeleteObjectsCommand, ListBucketsCommand, ListObjectVersionsCommand, NoSuchBucket, type ObjectIdentifier, type S3Client } from '@aws-sdk/client-s3';

/** Whether the error says that the bucket is not there (any more). */
function isGone(error: unknown): boolean {
  return error instanceof NoSuchBucket || (error instanceof Error && error.name === 'NoSuchBucket');
}

/**
 * Deletes every version and delete marker of a bucket, page by page; a bucket that is gone is empty. Its policy goes first: it may forbid to delete
 * anything else. One that forbids its own removal yields to the account's root user only.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
 * @throws Error naming the first object that S3 refused to delete
 */
export async function emptyBucket(client: S3Client, bucket: string): Promise<void> {
  try {
    await client.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
    for (;;) {
      // always the first page: what it named is deleted before the next is asked for
      const page = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1000 }));
      const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }): ObjectIdentifier => ({ Key: Key ?? '', ...(VersionId === undefined ? {} : { VersionId }) }));
      if (objects.length === 0) return;
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }));
      const [refused] = Errors;
      if (refused !== undefined) throw new Error(`s3://${bucket}/${refused.Key ?? ''} was not deleted: ${refused.Message ?? refused.Code ?? 'no reason given'}`);
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Names of all the account's buckets, every page. */
export async function listBuckets(client: S3Client): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(new ListBucketsCommand(token === undefined ? {} : { ContinuationToken: token }));
    names.push(...(page.Buckets ?? []).flatMap(({ Name }) => (Name === undefined ? [] : [Name])));
    token = page.ContinuationToken;
  } while (token !== undefined);
  return names;
}

/** Empties and deletes a bucket; one that is gone is fine. */
export async function removeBucket(client: S3Client, bucket: string): Promise<void> {
  await emptyBucket(client, bucket);
  try {
    await client.send(new DeleteBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
