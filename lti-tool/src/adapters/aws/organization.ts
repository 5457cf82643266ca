import { CreateOrganizationCommand } from '@aws-sdk/client-organizations';
import { isNamed } from './named.ts';
import { withOrganizations, type AwsSettings } from './settings.ts';

/**
 * Makes the organization that the pool's accounts belong to, with the account whose credentials are used as its management account. An
 * organization that is there is left as it is.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganization.html
 */
export function ensureOrganization(settings: Pick<AwsSettings, 'endpoint' | 'credentials'>): Promise<'created' | 'already there'> {
  return withOrganizations(settings, async (client) => {
    try {
      await client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
      return 'created';
    } catch (error) {
      if (isNamed(error, 'AlreadyInOrganizationException')) return 'already there';
      throw error;
    }
  });
}
