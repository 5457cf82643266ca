import { describe, expect, test } from '@jest/globals';
import type { CloudTrailRecord } from '@cloudclass/plugin-contract';
import fc from 'fast-check';
import { evaluate } from '../src/index.ts';
import { act, call, lab, packOf } from './walk.ts';

const bucket = { requestParameters: { bucketName: ['${steps.create.captured.bucket}'] } };
const pack = packOf({
  create: { event: { pattern: call('CreateBucket', { awsRegion: ['${lab.region}'] }), capture: { bucket: 'requestParameters.bucketName' }, undoneBy: [call('DeleteBucket', bucket)] } },
  tag: { event: { pattern: call('PutBucketTagging', bucket), count: 2 } },
  website: { event: { pattern: call('PutBucketWebsite', bucket), after: ['create'], within: 'PT8M' } },
  either: { any: [{ event: { pattern: call('PutBucketAcl', bucket) } }, { sequence: [{ event: { pattern: call('PutBucketTagging') } }, { event: { pattern: call('PutBucketWebsite') } }] }] },
  both: { all: [{ event: { pattern: call('PutBucketWebsite') } }, { event: { pattern: call('PutBucketTagging', bucket), after: ['website'] } }] },
  never: { mustNot: { pattern: call('PutBucketAcl'), hint: { ko: '금지', en: 'forbidden' }, liftedBy: [call('DeleteBucket')] } },
});

const digit = fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
const anyAct: fc.Arbitrary<CloudTrailRecord> = fc
  .record({
    name: fc.constantFrom('CreateBucket', 'CreateBucket', 'DeleteBucket', 'PutBucketTagging', 'PutBucketWebsite', 'PutBucketAcl'),
    // Few seconds, so that acts often share one.
    at: fc.tuple(digit, fc.constantFrom('00', '30')).map(([minute, second]) => `0${minute}:${second}`),
    bucket: fc.constantFrom('site-a', 'site-b'),
    region: fc.constantFrom(lab.region, lab.region, lab.region, 'us-east-1'),
    errorCode: fc.constantFrom(undefined, undefined, undefined, 'AccessDenied'),
    id: fc.uuid(),
  })
  .map(({ errorCode, ...rest }) => act({ ...rest, ...(errorCode !== undefined && { errorCode }) }));
const acts = fc.uniqueArray(anyAct, { selector: ({ eventID }) => eventID, maxLength: 20 });

const verdictsOf = (records: readonly CloudTrailRecord[]) => [...evaluate(pack, lab, records)];

describe('verdicts', () => {
  test('depend on the set of records only: any order and any repetition gives the same', () => {
    const shuffled = acts.chain((records) =>
      fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length }), fc.subarray(records)),
    );
    fc.assert(
      fc.property(shuffled, ([records, reordered, repeated]) => {
        expect(verdictsOf([...repeated, ...reordered, ...repeated])).toEqual(verdictsOf(records));
      }),
    );
  });

  test('do not depend on how the records arrive in parts, since each time the whole set is decided', () => {
    fc.assert(
      fc.property(acts, fc.nat({ max: 20 }), (records, cut) => {
        const known = new Map<string, CloudTrailRecord>();
        let verdicts = verdictsOf([]);
        for (const part of [records.slice(cut), records.slice(0, cut)]) {
          for (const record of part) known.set(record.eventID, record);
          verdicts = verdictsOf([...known.values()]);
        }
        expect(verdicts).toEqual(verdictsOf(records));
      }),
    );
  });

  test('that are passed stay passed, at the same time, whatever comes later', () => {
    fc.assert(
      fc.property(acts, fc.nat({ max: 20 }), (records, cut) => {
        const inOrder = records.toSorted((a, b) => (a.eventTime + a.eventID < b.eventTime + b.eventID ? -1 : 1));
        const passedIn = (known: readonly CloudTrailRecord[]) =>
          verdictsOf(known).flatMap(([step, verdict]) => (verdict.status === 'passed' ? [[step, verdict.at]] : []));
        expect(passedIn(inOrder)).toEqual(expect.arrayContaining(passedIn(inOrder.slice(0, cut))));
      }),
      { numRuns: 1000 },
    );
  });

  test('show every status in these walks, so the properties above speak of all of them', () => {
    const statuses = new Set(fc.sample(acts, { numRuns: 300, seed: 11 }).flatMap((records) => verdictsOf(records).map(([, { status }]) => status)));
    expect([...statuses].toSorted()).toEqual(['forbidden', 'held', 'near-miss', 'passed', 'seen', 'todo']);
  });
});
