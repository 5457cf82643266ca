import type { CloudTrailRecord, CoursePack } from '@cloudclass/plugin-contract';
import { cloudTrailRecordSchema, packFixtureSchema } from '@cloudclass/plugin-contract';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../src/features/labs/lab-store.ts';

const FIXTURES = join(import.meta.dirname, '../../course-packs/s3-static-site/fixtures');

/** A walk that was recorded for the pack, as if the learner of this lab had made it after the lab was ready. */
export function walkIn(lab: Lab, name: string): { readonly records: CloudTrailRecord[]; readonly expect: Readonly<Record<string, string>> } {
  if (lab.accountId === null || lab.readyAt === null) throw new Error('a walk needs a lab that was ready');
  const text = readFileSync(join(FIXTURES, `${name}.json`), 'utf8');
  const recorded = packFixtureSchema.parse(JSON.parse(text));
  const own = packFixtureSchema.parse(JSON.parse(text.replaceAll(recorded.lab.accountId, lab.accountId).replaceAll('lab-learner', 'cloudclass-learner')));
  const shift = Math.ceil(lab.readyAt.getTime() / 1000) * 1000 - Date.parse(recorded.lab.startedAt);
  return { expect: recorded.expect, records: own.records.map((record) => shifted(cloudTrailRecordSchema.parse(record), shift)) };
}

function shifted(record: CloudTrailRecord, milliseconds: number): CloudTrailRecord {
  return { ...record, eventTime: new Date(Date.parse(record.eventTime) + milliseconds).toISOString().replace('.000Z', 'Z') };
}

/** A record as EventBridge puts it on the stream. */
export function enveloped(record: CloudTrailRecord): object {
  return { version: '0', id: `envelope-${record.eventID}`, 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.s3', account: record.recipientAccountId, time: record.eventTime, region: record.awsRegion, resources: [], detail: record };
}

/** The ids of a pack's steps, in the author's order. */
export function stepsOf(pack: CoursePack): string[] {
  return pack.manifest.steps.map((step) => step.id);
}
