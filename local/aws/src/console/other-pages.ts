import { z } from 'zod';
import type { WireResponse } from '../server/wire.ts';
import { html } from './html.ts';
import { page, type Said, table } from './layout.ts';
import { call, type Visit } from './visit.ts';

/** The first page: which services there are. */
export async function homePage(visit: Visit, said: Said): Promise<WireResponse> {
  const body = html`<p>This console belongs to the local AWS endpoint of this machine. Nothing here reaches AWS or costs money.</p>
<ul class="cards">
<li><a href="/console/s3">S3</a><span>Buckets, objects and static websites</span></li>
<li><a href="/console/dynamodb">DynamoDB</a><span>Tables, items and their settings</span></li>
<li><a href="/console/cloudtrail">CloudTrail</a><span>What was called in this account, and by whom</span></li>
<li><a href="/console/ec2">EC2</a><span>Instances of this Region</span></li>
</ul>`;
  return page(visit, 'Console home', body, said);
}

const found = z.object({
  Events: z.array(z.object({
    EventId: z.string(), EventName: z.string(), EventSource: z.string(), EventTime: z.date(), Username: z.string().optional(), CloudTrailEvent: z.string(),
  })),
});
const outcome = z.object({ errorCode: z.string().optional() });

/** The latest management events of the Region. */
export async function cloudtrailPage(visit: Visit, said: Said): Promise<WireResponse> {
  const { Events } = found.parse(await call(visit, 'cloudtrail', 'LookupEvents', { MaxResults: 50 }));
  const rows = Events.map((event) => {
    const { errorCode } = outcome.parse(JSON.parse(event.CloudTrailEvent));
    return html`<tr><td>${event.EventName}</td><td><time>${event.EventTime.toISOString()}</time></td><td>${event.Username ?? ''}</td>
<td>${event.EventSource}</td><td>${errorCode ?? 'Succeeded'}</td>
<td><details><summary>Record<span class="sr"> of ${event.EventName}</span></summary><pre>${JSON.stringify(JSON.parse(event.CloudTrailEvent), null, 2)}</pre></details></td></tr>`;
  });
  const empty = 'Nothing was called in this Region yet.';
  return page(visit, 'Event history', table(['Event name', 'Event time', 'User name', 'Event source', 'Outcome', 'Details'], rows, empty), said);
}

const reservations = z.object({
  reservationSet: z.array(z.object({
    instancesSet: z.array(z.object({
      instanceId: z.string(), instanceType: z.string(), privateIpAddress: z.string(), launchTime: z.date(), instanceState: z.object({ name: z.string() }),
    })),
  })),
});

/** The instances of the Region. */
export async function ec2Page(visit: Visit, said: Said): Promise<WireResponse> {
  const { reservationSet } = reservations.parse(await call(visit, 'ec2', 'DescribeInstances'));
  const rows = reservationSet.flatMap((one) => one.instancesSet).map((instance) => html`<tr>
<td><code>${instance.instanceId}</code></td><td>${instance.instanceState.name}</td><td>${instance.instanceType}</td>
<td>${instance.privateIpAddress}</td><td><time>${instance.launchTime.toISOString()}</time></td></tr>`);
  const empty = 'No instances in this Region. Launch one with the AWS CLI or an SDK.';
  return page(visit, 'Instances', table(['Instance ID', 'State', 'Type', 'Private IP', 'Launched'], rows, empty), said);
}
