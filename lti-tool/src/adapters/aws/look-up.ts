import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { AccountAccess } from '@cloudclass/plugin-contract';
import { atAws } from './aws-errors.ts';
import { clientSettings, type AwsSettings } from './settings.ts';

/** LookupEvents allows two requests a second per account and Region, so a look stays short. */
const PAGES = 2;
/** Two learners of a class never share an account, but one may press twice: the SDK waits longer each time it is told to slow down. */
const PATIENT_ATTEMPTS = 8;

/**
 * Reads an account's newest management events, for what the stream has not brought.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 * @returns CloudTrail records, unparsed
 */
export function lookUpRecords(settings: AwsSettings, access: AccountAccess, since: Date): Promise<unknown[]> {
  return atAws(async () => {
    const client = new CloudTrailClient({ ...clientSettings({ ...settings, region: access.region }, access.credentials), maxAttempts: PATIENT_ATTEMPTS });
    try {
      return await newest(client, since);
    } finally {
      client.destroy();
    }
  });
}

async function newest(client: CloudTrailClient, since: Date): Promise<unknown[]> {
  const records: unknown[] = [];
  // CloudTrail cuts times to the second: an act in the first second lies before the instant itself
  const StartTime = new Date(Math.floor(since.getTime() / 1000) * 1000);
  let token: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await client.send(new LookupEventsCommand({ StartTime, MaxResults: 50, ...(token === undefined ? {} : { NextToken: token }) }));
    records.push(...(answer.Events ?? []).flatMap(({ CloudTrailEvent }): unknown[] => (CloudTrailEvent === undefined ? [] : [JSON.parse(CloudTrailEvent)])));
    token = answer.NextToken;
    if (token === undefined) break;
  }
  return records;
}
