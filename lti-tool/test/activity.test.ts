import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { compilePack } from '@cloudclass/event-patterns';
import { awsAccountIdSchema, type CloudTrailRecord } from '@cloudclass/plugin-contract';
import fc from 'fast-check';
import { lookUpRecords } from '../src/adapters/aws/look-up.ts';
import { receiveRecords } from '../src/features/activity/receive-records.ts';
import { recordsOf } from '../src/features/activity/activity-store.ts';
import { endLab } from '../src/features/labs/end-lab.ts';
import type { Lab } from '../src/features/labs/lab-store.ts';
import type { PublishedPack } from '../src/features/packs/packs.ts';
import { verdictsOf } from '../src/features/validation/verdict-store.ts';
import { rejudge, takeRecords } from '../src/use-cases/judge-lab.ts';
import { asJob, broughtUp, eventsOf, later, newLearner, requested, startLabWorld, takenDown, until, type LabWorld } from './lab-world.ts';
import { enveloped, walkIn } from './walks.ts';

let world: LabWorld;
beforeAll(async () => { world = await startLabWorld(60); });
afterAll(() => world.close());

async function readyLab(): Promise<Lab> {
  const id = await requested(world, await newLearner(world));
  return broughtUp(world, id);
}

function receive(values: readonly unknown[], deps: LabWorld = world): Promise<void> {
  return receiveRecords({ ...deps, takeRecords: (labId, records, via) => takeRecords(deps, labId, records, via) }, values, 'stream');
}

async function statusesOf(lab: Lab): Promise<Record<string, string>> {
  return Object.fromEntries([...(await verdictsOf(world.sql, lab.id))].map(([step, verdict]) => [step, verdict.status]));
}

async function strayCodeOf(eventId: string): Promise<string | undefined> {
  return (await world.sql.query<{ code: string }>('select code from stray_record where event_id = $1', [eventId]))[0]?.code;
}

function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new Error('the list is empty');
  return item;
}

/** A pack whose first step is decided by code alone, and whose others wait for it. */
function withCode({ pack }: PublishedPack, source: string): PublishedPack {
  const validators = [{ step: first(pack.validators).step, validator: { code: { file: 'validators/any.js', hint: { ko: '', en: '' } } } }];
  const coded = { ...pack, validators, code: { 'validators/any.js': source } };
  return { pack: coded, compiled: compilePack(coded) };
}

describe('judging', () => {
  test('the records of a walk pass its steps, and each change is told with the time it took', async () => {
    const lab = await readyLab();
    const walk = walkIn(lab, 'walk-passes');
    await receive(walk.records.map(enveloped));
    expect(await statusesOf(lab)).toEqual(walk.expect);
    const judged = await eventsOf(world, lab.id, 'step.judged');
    expect(judged.map(({ body }) => body)).toEqual(expect.arrayContaining([expect.objectContaining({ stepId: 'enable-versioning', secondsSinceReady: expect.closeTo(300, -1), secondsOnStep: 180 })]));
  });

  test('any order, any cutting into batches and any repetition ends in the same verdicts', async () => {
    const reference = await readyLab();
    await receive(walkIn(reference, 'walk-passes').records.map(enveloped));
    const wanted = await statusesOf(reference);
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 4 }), async (chances, size) => {
        const lab = await readyLab();
        const { records } = walkIn(lab, 'walk-passes');
        const delivered = [...records, ...records].map((record) => ({ record, rank: chances.next().value ?? 0 })).toSorted((a, b) => a.rank - b.rank).map(({ record }) => enveloped(record));
        for (let from = 0; from < delivered.length; from += size) await receive(delivered.slice(from, from + size));
        expect(await statusesOf(lab)).toEqual(wanted);
        expect(await recordsOf(world.sql, lab.id, undefined)).toHaveLength(records.length);
      }),
      { numRuns: 6 },
    );
  });

  test('only the records of the events that a pack asks for are read to judge a lab', async () => {
    const lab = await readyLab();
    const { records } = walkIn(lab, 'walk-passes');
    const looked = records.map((record) => ({ ...record, eventID: `${record.eventID}-looked`, eventName: 'GetBucketAcl', readOnly: true }));
    await receive([...records, ...looked].map(enveloped));
    const { compiled } = await world.packs.get(lab.packId, lab.packVersion);
    expect(await recordsOf(world.sql, lab.id, undefined)).toHaveLength(2 * records.length);
    expect((await recordsOf(world.sql, lab.id, compiled.eventNames)).map(({ eventName }) => eventName)).not.toContain('GetBucketAcl');
  });

  test('an act that two ways tell of differently is judged the same, whichever came first', async () => {
    const verdicts: unknown[] = [];
    for (const order of [0, 1]) {
      const lab = await readyLab();
      const created = first(walkIn(lab, 'walk-passes').records);
      const told = [created, { ...created, requestParameters: null, additionalEventData: { omitted: true } }];
      for (const record of order === 0 ? told : told.toReversed()) await receive([enveloped(record)]);
      verdicts.push(await statusesOf(lab));
      expect(await eventsOf(world, lab.id, 'record.received')).toHaveLength(1);
    }
    expect(verdicts[0]).toMatchObject({ 'create-bucket': expect.stringMatching(/passed|held/) });
    expect(verdicts[1]).toEqual(verdicts[0]);
  });

  test('a batch that comes again, or brings each record twice, tells of each act once', async () => {
    const lab = await readyLab();
    const { records } = walkIn(lab, 'walk-passes');
    const values = records.map(enveloped);
    await receive([...values, ...values]);
    expect(await eventsOf(world, lab.id, 'record.received')).toHaveLength(records.filter(({ readOnly }) => readOnly !== true).length);
    const before = await world.sql.query('select 1 from event_outbox where lab_id = $1', [lab.id]);
    await receive(values);
    expect(await world.sql.query('select 1 from event_outbox where lab_id = $1', [lab.id])).toHaveLength(before.length);
  });

  test('two processes that take records of one lab at once do not lose a verdict', async () => {
    const lab = await readyLab();
    const walk = walkIn(lab, 'walk-passes');
    await Promise.all(walk.records.map((record) => receive([enveloped(record)])));
    expect(await statusesOf(lab)).toEqual(walk.expect);
  });

  test('the labs of a batch are judged side by side', async () => {
    const labs = [await readyLab(), await readyLab()];
    const begun = new Set<string>();
    await receiveRecords({ ...world, takeRecords: async (labId) => { begun.add(labId); await until('the other lab is being judged, too', () => begun.size === labs.length); } }, labs.flatMap((lab) => walkIn(lab, 'wrong-region').records.map(enveloped)), 'stream');
    expect(begun).toEqual(new Set(labs.map(({ id }) => id)));
  });

  test('a lab that cannot be judged now fails the batch when the others have come to their end', async () => {
    const [failing, slow] = [await readyLab(), await readyLab()];
    let [ended, fails] = [false, (): void => {}];
    const failed = new Promise<void>((resolve) => { fails = resolve; });
    const takeSome = async (labId: string): Promise<void> => {
      if (labId === failing.id) {
        fails();
        throw new Error('the database is away');
      }
      await failed;
      // whoever does not wait for the others has heard of the failure before the database answers
      await world.sql.query('select 1');
      ended = true;
    };
    const values = [failing, slow].flatMap((lab) => walkIn(lab, 'wrong-region').records.map(enveloped));
    await expect(receiveRecords({ ...world, takeRecords: takeSome }, values, 'stream')).rejects.toThrow('the database is away');
    expect(ended).toBe(true);
  });

  test('a near miss is kept with what was seen and what was expected', async () => {
    const lab = await readyLab();
    await receive(walkIn(lab, 'wrong-region').records.map(enveloped));
    const verdict = [...(await verdictsOf(world.sql, lab.id)).values()].find(({ status }) => status === 'near-miss');
    expect(verdict).toMatchObject({ explanation: { eventName: 'CreateBucket', clause: { seen: expect.anything() } } });
  });

  test('a lab is judged again from its kept records alone', async () => {
    const lab = await readyLab();
    const walk = walkIn(lab, 'walk-passes');
    await receive(walk.records.map(enveloped));
    await world.sql.query('delete from step_verdict where lab_id = $1', [lab.id]);
    await rejudge(world, lab.id, 'regrade');
    expect(await statusesOf(lab)).toEqual(walk.expect);
  });

  test("a step that code holds is not lost because the machine was too busy to run the code again", async () => {
    const lab = await readyLab();
    const { records } = walkIn(lab, 'walk-passes');
    const judgedBy = (source: string): LabWorld => ({ ...world, packs: { ...world.packs, get: async (id, version) => withCode(await world.packs.get(id, version), source) } });
    await receive([enveloped(first(records))], judgedBy('export default () => ({ passed: true });'));
    expect(await statusesOf(lab)).toEqual({ 'create-bucket': 'held' });
    await receive(records.slice(1).map(enveloped), judgedBy('export default () => { for (;;); };'));
    expect(await statusesOf(lab)).toEqual({ 'create-bucket': 'held' });
  });

  test('what happened in time counts although it arrives after the lab has ended', async () => {
    const lab = await readyLab();
    const walk = walkIn(lab, 'walk-passes');
    await endLab(later(world, 40), lab.id, 'learner');
    await asJob(() => takenDown(world, lab.id));
    await receive(walk.records.map(enveloped));
    expect(await statusesOf(lab)).toEqual(walk.expect);
  });
});

describe('whose a record is', () => {
  async function recordAt(lab: Lab, at: Date, eventID: string): Promise<CloudTrailRecord> {
    return { ...first(walkIn(lab, 'walk-passes').records), eventID, eventTime: at.toISOString() };
  }

  test('a record of an account that is not in the pool is set aside', async () => {
    const record = { ...(await recordAt(await readyLab(), new Date(), 'unknown-account')), recipientAccountId: '999999999999' };
    await receive([enveloped(record)]);
    expect(await strayCodeOf('unknown-account')).toBe('RECORD_ACCOUNT_UNKNOWN');
  });

  test('a record from before the lease or after the end is nobody\'s', async () => {
    const lab = await readyLab();
    await endLab(later(world, 10), lab.id, 'learner');
    await receive([
      enveloped(await recordAt(lab, new Date(Date.now() - 60_000), 'before-the-lease')),
      enveloped(await recordAt(lab, new Date(Date.now() + 20 * 60_000), 'after-the-end')),
    ]);
    expect([await strayCodeOf('before-the-lease'), await strayCodeOf('after-the-end')]).toEqual(['RECORD_NO_LAB', 'RECORD_NO_LAB']);
  });

  test('what operations does in an account between two learners is no stray', async () => {
    const lab = await readyLab();
    await endLab(later(world, 10), lab.id, 'learner');
    const cleaning = { ...(await recordAt(lab, new Date(Date.now() + 20 * 60_000), 'cleaning')), userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${lab.accountId}:role/OrganizationAccountAccessRole` } } } };
    await receive([enveloped(cleaning)]);
    expect(await strayCodeOf('cleaning')).toBeUndefined();
  });

  test('a late record goes to the learner who held the account then, not to the one who was already waiting for it', async () => {
    const lab = await readyLab();
    const minutes = (count: number): Date => new Date((lab.leasedAt?.getTime() ?? 0) + count * 60_000);
    const waiting = await requested(world, await newLearner(world));
    await world.sql.query('update lab set ended_at = $2 where id = $1', [lab.id, minutes(10)]);
    await world.sql.query('update lab set account_id = $2, requested_at = $3, leased_at = $4 where id = $1', [waiting, lab.accountId, minutes(2), minutes(12)]);
    await receive([enveloped(await recordAt(lab, minutes(5), 'of-the-first')), enveloped(await recordAt(lab, minutes(13), 'of-the-second'))]);
    expect((await recordsOf(world.sql, lab.id, undefined)).map((record) => record.eventID)).toEqual(['of-the-first']);
    expect((await recordsOf(world.sql, waiting, undefined)).map((record) => record.eventID)).toEqual(['of-the-second']);
  });
});

describe('what cannot be taken', () => {
  test('what is no record is set aside, and the others are taken', async () => {
    const lab = await readyLab();
    const walk = walkIn(lab, 'walk-passes');
    await receive(['{"cut off', null, { detail: 'nothing' }, { ...walk.records[0], eventVersion: '2.0' }, ...walk.records.map(enveloped)]);
    expect(await statusesOf(lab)).toEqual(walk.expect);
    expect(await world.sql.query(`select 1 from stray_record where code = 'RECORD_INVALID'`)).toHaveLength(4);
  });

  test('an event that a learner made up to look like a record passes nothing, be it of another account or not from AWS', async () => {
    const [lab, cheat] = [await readyLab(), await readyLab()];
    const { records } = walkIn(lab, 'walk-passes');
    await receive(records.flatMap((record) => [{ ...enveloped(record), account: cheat.accountId }, { ...enveloped(record), source: 'my.app' }]));
    expect([await recordsOf(world.sql, lab.id, undefined), await statusesOf(lab)]).toEqual([[], {}]);
  });

  test('names with NUL or half a surrogate pair are taken like any other', async () => {
    const lab = await readyLab();
    const record = { ...first(walkIn(lab, 'walk-passes').records), requestParameters: { bucketName: 'a\u0000b\ud800c', ['k\u0000']: ['\udfff', '\u{1f600}'] } };
    await receive([enveloped(record)]);
    expect((await recordsOf(world.sql, lab.id, undefined)).map(({ requestParameters }) => requestParameters)).toEqual([{ bucketName: 'a\ufffdb\ufffdc', ['k\ufffd']: ['\ufffd', '\u{1f600}'] }]);
  });

  test('an event nested deeper than any record, and one of an endless id, are set aside, and the others of their batch are taken', async () => {
    const lab = await readyLab();
    const walk = walkIn(lab, 'walk-passes');
    const deep: unknown = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));
    const incompressible = Array.from({ length: 9_000 }, (_, index) => String.fromCharCode(0x4e00 + ((index * 7919) % 20_000))).join('');
    const culprits = [enveloped({ ...first(walk.records), eventID: 'deep', requestParameters: { deep } }), deep, { ...first(walk.records), eventID: incompressible }];
    const before = await world.sql.query(`select 1 from stray_record where code = 'RECORD_INVALID'`);
    await receive([...culprits, ...walk.records.map(enveloped)]);
    expect(await statusesOf(lab)).toEqual(walk.expect);
    expect(await world.sql.query(`select 1 from stray_record where code = 'RECORD_INVALID'`)).toHaveLength(before.length + culprits.length);
  });

  test('a record of an impossible time is set aside, and the others of its batch are taken', async () => {
    const lab = await readyLab();
    const walk = walkIn(lab, 'walk-passes');
    const impossible = { ...first(walk.records), eventID: 'impossible', eventTime: '0000-01-01T00:00:00Z' };
    await receive([impossible, ...walk.records].map(enveloped));
    expect(await statusesOf(lab)).toEqual(walk.expect);
    expect(await strayCodeOf('impossible')).toBe('RECORD_NO_LAB');
  });

  test('a record that PostgreSQL refuses is set aside alone', async () => {
    const lab = await readyLab();
    const { records } = walkIn(lab, 'walk-passes');
    const culprit = first(records);
    const deps = { ...world, takeRecords: async (labId: Lab['id'], taken: readonly CloudTrailRecord[]) => {
      if (taken.some((record) => record.eventID === culprit.eventID)) await world.sql.query('select $1::timestamptz', ['no time at all']);
      await takeRecords(world, labId, taken, 'stream');
    } };
    await receiveRecords(deps, records, 'stream');
    expect(await strayCodeOf(culprit.eventID)).toBe('RECORD_REFUSED');
    expect(await recordsOf(world.sql, lab.id, undefined)).toHaveLength(records.length - 1);
  });

  test('a record that no validator can judge is set aside alone', async () => {
    const lab = await readyLab();
    const [, ...others] = walkIn(lab, 'walk-passes').records;
    const culprit = { ...first(others), eventID: 'stumbled-over' };
    const records = [...others, culprit];
    const deps = { ...world, takeRecords: async (labId: Lab['id'], taken: readonly CloudTrailRecord[]) => {
      if (taken.some((record) => record.eventID === culprit.eventID)) throw new TypeError('a validator stumbled');
      await takeRecords(world, labId, taken, 'stream');
    } };
    await receiveRecords(deps, records.map(enveloped), 'stream');
    expect(await world.sql.query('select code, cause from stray_record where event_id = $1', [culprit.eventID])).toEqual([{ code: 'RECORD_REFUSED', cause: 'TypeError: a validator stumbled' }]);
    expect(await recordsOf(world.sql, lab.id, undefined)).toHaveLength(records.length - 1);
  });

  test('a failure that may pass is handed back, so that the batch comes again', async () => {
    const lab = await readyLab();
    const deps = { ...world, takeRecords: async () => { throw Object.assign(new Error('terminating connection'), { code: '57P01' }); } };
    const value = enveloped({ ...first(walkIn(lab, 'walk-passes').records), eventID: 'comes-again' });
    await expect(receiveRecords(deps, [value], 'stream')).rejects.toThrow('terminating connection');
    expect(await strayCodeOf('comes-again')).toBeUndefined();
  });
});

test('what a page looks up for its institution completes what the stream has brought', async () => {
  const lab = await readyLab();
  const created = first(walkIn(lab, 'walk-passes').records);
  await receive([enveloped({ ...created, requestParameters: null })]);
  expect(await statusesOf(lab)).toEqual({ 'create-bucket': 'near-miss' });
  const page = { ...world, sql: world.made.database.forInstitution(lab.institutionId) };
  await receiveRecords({ ...page, takeRecords: (labId, records, via) => takeRecords(page, labId, records, via) }, [created], 'look-up');
  expect(await statusesOf(lab)).toEqual({ 'create-bucket': expect.stringMatching(/passed|held/) });
});

test('what the stream did not bring is found by looking it up, also when AWS asks to slow down', async () => {
  const lab = await readyLab();
  const accountId = awsAccountIdSchema.parse(lab.accountId);
  const client = new S3Client({ endpoint: world.aws.url, region: lab.region, credentials: await world.accounts.learnerCredentials(accountId, 'learner-1'), forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: `${lab.outputs.SiteNamePrefix ?? ''}looked-up` }));
  client.destroy();
  world.aws.faults.set({ limitLookupEvents: true });
  const looks = await Promise.all([1, 2, 3].map(() => lookUpRecords(world.awsSettings, world.accounts.operationsAccess(accountId, lab.region), lab.leasedAt ?? new Date())));
  world.aws.faults.clear();
  await receive(looks.flat());
  expect(await statusesOf(lab)).toMatchObject({ 'create-bucket': expect.stringMatching(/passed|held/) });
});
