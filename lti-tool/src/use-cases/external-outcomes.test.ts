import { expect, test } from '@jest/globals';
import { compilePack } from '@cloudclass/event-patterns';
import { packManifestSchema, validatorFileSchema, type CloudTrailRecord, type CoursePack, type LabFacts } from '@cloudclass/plugin-contract';
import { codeOutcomes } from './external-outcomes.ts';

const words = { ko: '말', en: 'words' };
const manifest = packManifestSchema.parse({
  id: 'sample', version: '1.0.0', title: words, summary: words, product: 'lab', duration: { usualMinutes: 1, limitMinutes: 2 },
  regions: ['ap-northeast-2'], services: ['s3'], steps: [{ id: 'two-buckets', title: words, points: 1 }],
});
const validators = [validatorFileSchema.parse({ step: 'two-buckets', validator: { code: { file: 'validators/two.js', hint: words } } })];
const guide = { introduction: '', steps: {} };

const pack = (source: string): CoursePack => ({ manifest, validators, template: '', resources: [], guide: { ko: guide, en: guide }, code: { 'validators/two.js': source }, video: undefined, digest: '' });
const facts: LabFacts = { accountId: '111122223333', region: 'ap-northeast-2', startedAt: '2026-11-24T10:00:00Z', learnerRoleArns: [], outputs: {} };
const created = (eventID: string, eventTime: string): CloudTrailRecord => ({ eventVersion: '1.11', eventID, eventTime, eventSource: 's3.amazonaws.com', eventName: 'CreateBucket', awsRegion: 'ap-northeast-2', recipientAccountId: '111122223333', userIdentity: {} });
const records = [created('a', '2026-11-24T10:01:00Z'), created('b', '2026-11-24T10:02:00Z'), created('c', '2026-11-24T10:03:00Z')];
const outcomes = (source: string) => codeOutcomes({ pack: pack(source), compiled: compilePack(pack(source)), facts, records });

test("a pack's code passes its step at the newest record that it names", async () => {
  const found = await outcomes('export default (records) => ({ passed: records.length > 2, eventIds: ["a", "b"] });');
  expect(found.get('two-buckets')).toEqual({ status: 'passed', at: '2026-11-24T10:02:00Z', eventIds: ['a', 'b'], captured: {} });
});

test('code that fails, or says no, leaves its step to do', async () => {
  expect((await outcomes('export default () => ({ passed: false });')).size).toBe(0);
  expect((await outcomes('export default () => { throw new Error("no"); };')).size).toBe(0);
});
