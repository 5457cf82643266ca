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
const learner = 'arn:aws:iam::111122223333:role/lab-learner';
const facts: LabFacts = { accountId: '111122223333', region: 'ap-northeast-2', startedAt: '2026-11-24T10:00:00Z', learnerRoleArns: [learner], outputs: {} };
const created = (eventID: string, eventTime: string): CloudTrailRecord => ({ eventVersion: '1.11', eventID, eventTime, eventSource: 's3.amazonaws.com', eventName: 'CreateBucket', awsRegion: 'ap-northeast-2', recipientAccountId: '111122223333', userIdentity: { sessionContext: { sessionIssuer: { arn: learner } } } });
const records = [created('a', '2026-11-24T10:01:00Z'), created('b', '2026-11-24T10:02:00Z'), created('c', '2026-11-24T10:03:00Z')];
const answers = (source: string, given: readonly CloudTrailRecord[] = records) => codeOutcomes({ pack: pack(source), compiled: compilePack(pack(source)), facts, records: given });

test("a pack's code holds its step since the newest record that it names, and what is no record is not named", async () => {
  const { outcomes } = await answers('export default (records) => ({ passed: records.length > 2, eventIds: ["a", "b", "zzz"] });');
  expect(outcomes.get('two-buckets')).toEqual({ status: 'held', at: '2026-11-24T10:02:00Z', eventIds: ['a', 'b'], captured: {} });
});

test('code that names no record holds its step since the start of the lab, however many records come', async () => {
  const { outcomes } = await answers('export default () => ({ passed: true });');
  expect(outcomes.get('two-buckets')).toEqual({ status: 'held', at: facts.startedAt, eventIds: [], captured: {} });
});

test("code is given the records that count, each once and in order, whatever their order of arrival", async () => {
  const foreign = { ...created('0', '2026-11-24T10:01:30Z'), userIdentity: { sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/operations' } } } };
  const source = 'export default (records) => ({ passed: records.map(({ eventID }) => eventID).join() === "a,b,c" });';
  const { outcomes } = await answers(source, [...records.toReversed(), foreign, ...records]);
  expect(outcomes.has('two-buckets')).toBe(true);
});

test('code that says no leaves its step to do; code that fails says nothing of it', async () => {
  expect(await answers('export default () => ({ passed: false });')).toMatchObject({ outcomes: new Map(), unanswered: new Set() });
  expect(await answers('export default () => { throw new Error("no"); };')).toMatchObject({ outcomes: new Map(), unanswered: new Set(['two-buckets']) });
});
