import { DeletePolicyVersionCommand, paginateListPolicyVersions, type IAMClient } from '@aws-sdk/client-iam';

/**
 * Removes the versions of a managed policy that are not in force: IAM keeps five at most, and deletes no policy that has more than one.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
 */
export async function removeOldVersions(client: IAMClient, PolicyArn: string): Promise<void> {
  for await (const { Versions = [] } of paginateListPolicyVersions({ client }, { PolicyArn })) {
    for (const { VersionId } of Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true)) await client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
}
