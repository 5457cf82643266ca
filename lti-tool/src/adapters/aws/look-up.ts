import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { AccountAccess } from '@cloudclass/plugin-contract';
import { clientSettings, type AwsSettings } from './settings.ts';

/** LookupEvents allows two requests a second per account and Region, so a look stays short. */
const PAGES = 2;

/**
 * Reads an account's newest management events, for what the stream has not brought.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 * @returns CloudTrail records, unparsed
 */
export async function lookUpRecords(settings: AwsSettings, access: AccountAccess, since: Date): Promise<unknown[]> {
  const client = new CloudTrailClient(clientSettings({ ...settings, region: access.region }, access.credentials));
  const records: unknown[] = [];
  try {
    let token: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const answer = await client.send(new LookupEventsCommand({ StartTime: since, MaxResults: 50, ...(token === undefined ? {} : { NextToken: token }) }));
      records.push(...(answer.Events ?? []).flatMap(({ CloudTrailEvent }): unknown[] => (CloudTrailEvent === undefined ? [] : [JSON.parse(CloudTrailEvent)])));
      token = answer.NextToken;
      if (token === undefined) break;
    }
    return records;
  } finally {
    client.destroy();
  }
}
