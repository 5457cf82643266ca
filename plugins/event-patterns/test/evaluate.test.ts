import { describe, expect, test } from '@jest/globals';
import type { CloudTrailRecord, Verdict } from '@cloudclass/plugin-contract';
import { concerns, evaluate, externalValidators } from '../src/index.ts';
import { act, call, lab, packOf } from './walk.ts';

/** The verdict of the last step of a pack. */
function verdictOf(validators: Readonly<Record<string, object>>, records: readonly CloudTrailRecord[]): Verdict | undefined {
  return [...evaluate(packOf(validators), lab, records).values()].at(-1);
}

const create = { event: { pattern: call('CreateBucket'), capture: { bucket: 'requestParameters.bucketName' } } };
const created = act({ id: '1', name: 'CreateBucket', at: '02:00' });

describe('which records count', () => {
  test.each([
    ['of another account', act({ id: '1', name: 'CreateBucket', at: '02:00', account: '999999999999' })],
    ['of another role', act({ id: '1', name: 'CreateBucket', at: '02:00', role: 'arn:aws:iam::111122223333:role/operations' })],
    ['made by a service on the learner\'s behalf', act({ id: '1', name: 'CreateBucket', at: '02:00', invokedBy: 'cloudformation.amazonaws.com' })],
    ['older than the lab', { ...created, eventTime: '2026-03-02T00:59:59Z' }],
  ])('a record %s does not', (_, record) => {
    expect(verdictOf({ create }, [record])).toEqual({ status: 'todo' });
  });

  test('a record of the second the lab started in does, though CloudTrail cuts off the fraction', () => {
    const verdicts = evaluate(packOf({ create }), { ...lab, startedAt: '2026-03-02T01:02:00.900Z' }, [created]);
    expect([...verdicts.values()]).toEqual([expect.objectContaining({ status: 'passed' })]);
  });
});

describe('the order of records', () => {
  test('is that of their time, whatever their events are called', () => {
    const either = { event: { pattern: { eventSource: ['s3.amazonaws.com'], eventName: ['CreateBucket', 'DeleteBucket'] }, count: 2 } };
    const gone = act({ id: '2', name: 'DeleteBucket', at: '01:00' });
    expect(verdictOf({ either }, [created, gone])).toMatchObject({ status: 'passed', at: created.eventTime, eventIds: ['2', '1'] });
  });

  test('is that of their ids where they share a second', () => {
    const twin = act({ id: '0', name: 'CreateBucket', at: '02:00', bucket: 'site-b' });
    for (const records of [[created, twin], [twin, created]]) expect(verdictOf({ create }, records)).toMatchObject({ eventIds: ['0'], captured: { bucket: 'site-b' } });
  });

  // CloudTrail's time has whole seconds: which of two acts was the later one, nobody can say
  test.each([['0', '9'], ['9', '0']])('is no matter of luck: an act put right in the same second is right, whatever the ids (%s, %s)', (wrong, right) => {
    const acl = act({ id: wrong, name: 'PutBucketAcl', at: '03:00' });
    const never = { mustNot: { pattern: call('PutBucketAcl'), hint: { ko: '금지', en: 'no' }, liftedBy: [call('DeleteBucketAcl')] } };
    expect(verdictOf({ never }, [created, acl, act({ id: right, name: 'DeleteBucketAcl', at: '03:00' })])).toMatchObject({ status: 'held' });
    const held = { event: { pattern: call('PutBucketWebsite'), undoneBy: [call('DeleteBucketWebsite')] } };
    expect(verdictOf({ held }, [act({ id: wrong, name: 'DeleteBucketWebsite', at: '03:00' }), act({ id: right, name: 'PutBucketWebsite', at: '03:00' })])).toMatchObject({ status: 'held' });
  });

  test('does not say which of two tellings with one id is taken', () => {
    const other = { ...created, requestParameters: { bucketName: 'site-b' } };
    expect(verdictOf({ create }, [other, created])).toEqual(verdictOf({ create }, [created, other]));
  });
});

describe('an act that CloudTrail tells of again', () => {
  const twice = { event: { pattern: call('CreateBucket', { requestParameters: { bucketName: ['site-a'] } }), count: 2 } };
  const completion = { ...created, eventID: '0', addendum: { reason: 'UPDATED_DATA', updatedFields: 'requestParameters', originalEventID: created.eventID } };

  test('is one act, in any order, and what completes its record takes its place', () => {
    const told = { ...created, requestParameters: null };
    for (const records of [[told, completion], [completion, told]]) {
      expect(verdictOf({ twice }, records)).toMatchObject({ status: 'seen', seen: 1, needed: 2 });
      expect(verdictOf({ once: { event: { ...twice.event, count: 1 } } }, records)).toMatchObject({ status: 'passed', eventIds: ['0'] });
    }
  });

  test('counts by itself when its first record never came; a record that was only late is like any other', () => {
    const late = { ...created, eventID: '2', addendum: { reason: 'DELIVERY_DELAY' } };
    expect(verdictOf({ twice }, [completion, late])).toMatchObject({ status: 'passed', eventIds: ['0', '2'] });
  });
});

describe('event', () => {
  test('passes at the first matching record and captures from it', () => {
    const later = act({ id: '2', name: 'CreateBucket', at: '03:00', bucket: 'site-b' });
    expect(verdictOf({ create }, [later, created])).toEqual({ status: 'passed', at: created.eventTime, eventIds: ['1'], captured: { bucket: 'site-a' } });
  });

  test('count asks for that many different records', () => {
    const twice = { event: { pattern: call('CreateBucket'), count: 2 } };
    const second = act({ id: '2', name: 'CreateBucket', at: '03:00' });
    expect(verdictOf({ twice }, [created, created])).toEqual({ status: 'seen', seen: 1, needed: 2, at: created.eventTime });
    expect(verdictOf({ twice }, [created, second])).toMatchObject({ status: 'passed', at: second.eventTime, eventIds: ['1', '2'] });
  });

  test('within counts from the start of the lab; a record that is too late is a near miss on its time', () => {
    const soon = { event: { pattern: call('CreateBucket'), within: 'PT1M59S' } };
    expect(verdictOf({ soon }, [created])).toMatchObject({
      status: 'near-miss',
      explanation: { clause: { path: 'eventTime', seen: created.eventTime, expected: [{ within: 'PT1M59S' }] } },
    });
    expect(verdictOf({ soon: { event: { ...soon.event, within: 'PT2M' } } }, [created])).toMatchObject({ status: 'passed' });
  });

  test('after waits for the other step and counts only what came later, or in the same second', () => {
    const follow = { event: { pattern: call('PutBucketTagging'), after: ['create'] } };
    const tag = (at: string) => act({ id: '2', name: 'PutBucketTagging', at });
    expect(verdictOf({ create, follow }, [tag('03:00')])).toEqual({ status: 'todo' });
    expect(verdictOf({ create, follow }, [created, tag('01:59')])).toMatchObject({ status: 'near-miss', explanation: { clause: { path: 'eventTime', expected: [{ 'not-before': created.eventTime }] } } });
    expect(verdictOf({ create, follow }, [created, tag('02:00')])).toMatchObject({ status: 'passed' });
  });

  test('a variable takes what another step captured, for any bucket the learner made', () => {
    const tag = { event: { pattern: call('PutBucketTagging', { requestParameters: { bucketName: ['${steps.create.captured.bucket}'] } }) } };
    const other = act({ id: '2', name: 'CreateBucket', at: '03:00', bucket: 'site-b' });
    const tagged = act({ id: '3', name: 'PutBucketTagging', at: '04:00', bucket: 'site-b' });
    expect(verdictOf({ create, tag }, [tagged])).toEqual({ status: 'todo' });
    expect(verdictOf({ create, tag }, [created, tagged])).toMatchObject({ status: 'near-miss', explanation: { clause: { seen: 'site-b', expected: ['site-a'] } } });
    expect(verdictOf({ create, tag }, [created, other, tagged])).toMatchObject({ status: 'passed' });
  });

  test('what uses a capture passes no earlier than the step that made it', () => {
    const tag = { event: { pattern: call('PutBucketTagging', { requestParameters: { bucketName: ['${steps.create.captured.bucket}'] } }) } };
    expect(verdictOf({ create, tag }, [act({ id: '2', name: 'PutBucketTagging', at: '01:00' }), created])).toMatchObject({ status: 'passed', at: created.eventTime, eventIds: ['2'] });
  });

  test('a step that comes first in the pack may use what a later one captured', () => {
    const tag = { event: { pattern: call('PutBucketTagging', { requestParameters: { bucketName: ['${steps.create.captured.bucket}'] } }) } };
    const verdicts = evaluate(packOf({ tag, create }), lab, [created, act({ id: '2', name: 'PutBucketTagging', at: '04:00' })]);
    expect([...verdicts].map(([step, { status }]) => [step, status])).toEqual([['tag', 'passed'], ['create', 'passed']]);
  });

  test('undoneBy makes a step hold until it is undone, and again when it is redone', () => {
    const holding = { event: { ...create.event, undoneBy: [call('DeleteBucket', { requestParameters: { bucketName: ['${steps.holding.captured.bucket}'] } })] } };
    const gone = act({ id: '2', name: 'DeleteBucket', at: '03:00' });
    const otherGone = act({ id: '2', name: 'DeleteBucket', at: '03:00', bucket: 'site-b' });
    const refused = act({ id: '2', name: 'DeleteBucket', at: '03:00', errorCode: 'BucketNotEmpty' });
    const again = act({ id: '3', name: 'CreateBucket', at: '04:00' });
    expect(verdictOf({ holding }, [created])).toMatchObject({ status: 'held', eventIds: ['1'] });
    expect(verdictOf({ holding }, [created, otherGone])).toMatchObject({ status: 'held' });
    expect(verdictOf({ holding }, [created, refused])).toMatchObject({ status: 'held' });
    expect(verdictOf({ holding }, [created, gone])).toEqual({ status: 'near-miss', at: gone.eventTime, explanation: { eventId: '2', eventName: 'DeleteBucket', eventTime: gone.eventTime } });
    expect(verdictOf({ holding }, [created, gone, again])).toMatchObject({ status: 'held', at: again.eventTime });
  });

  test('of several things undone the latest undoing is told; of several that hold, the earliest counts', () => {
    const holding = { event: { ...create.event, undoneBy: [call('DeleteBucket', { requestParameters: { bucketName: ['${steps.holding.captured.bucket}'] } })] } };
    const made = (id: string, bucket: string, at: string) => act({ id, name: 'CreateBucket', bucket, at });
    const gone = (id: string, bucket: string, at: string) => act({ id, name: 'DeleteBucket', bucket, at });
    const acts = [made('1', 'site-a', '01:00'), made('2', 'site-b', '02:00'), gone('3', 'site-a', '03:00')];
    expect(verdictOf({ holding }, [...acts, gone('4', 'site-b', '04:00')])).toMatchObject({ status: 'near-miss', explanation: { eventId: '4' } });
    expect(verdictOf({ holding }, [...acts, made('5', 'site-a', '05:00')])).toMatchObject({ status: 'held', eventIds: ['2'] });
  });

  test('a record that does what is asked does not undo itself, though it is of the kind that undoes', () => {
    const holding = { event: { pattern: call('PutBucketVersioning', { requestParameters: { bucketName: ['site-a'] } }), undoneBy: [call('PutBucketVersioning')] } };
    const done = act({ id: '1', name: 'PutBucketVersioning', at: '01:00' });
    expect(verdictOf({ holding }, [done])).toMatchObject({ status: 'held', eventIds: ['1'] });
    expect(verdictOf({ holding }, [done, act({ id: '2', name: 'PutBucketVersioning', at: '02:00', bucket: 'site-b' })])).toMatchObject({ status: 'near-miss' });
  });

  test('what was done again after an undoing is held by the records that did it', () => {
    const holding = { event: { pattern: call('CreateBucket'), count: 2, undoneBy: [call('DeleteBucket')] } };
    const acts = ['01:00', '02:00', '04:00'].map((at, index) => act({ id: `${index}`, name: 'CreateBucket', at }));
    expect(verdictOf({ holding }, [...acts, act({ id: 'x', name: 'DeleteBucket', at: '03:00' })])).toMatchObject({ status: 'held', eventIds: ['1', '2'] });
  });

  test('what was built on a step stays passed when that step is undone', () => {
    const holding = { event: { ...create.event, undoneBy: [call('DeleteBucket')] } };
    const tag = { event: { pattern: call('PutBucketTagging', { requestParameters: { bucketName: ['${steps.holding.captured.bucket}'] } }), after: ['holding'] } };
    const records = [created, act({ id: '2', name: 'PutBucketTagging', at: '03:00' }), act({ id: '3', name: 'DeleteBucket', at: '04:00' })];
    expect(verdictOf({ holding, tag }, records)).toMatchObject({ status: 'passed' });
  });
});

describe('near misses', () => {
  const pattern = call('CreateBucket', { awsRegion: ['${lab.region}'], requestParameters: { bucketName: [{ prefix: '${lab.outputs.Prefix}' }] } });
  const hint = { ko: '리전', en: 'Region' };

  test('the nearest attempt is explained by its first differing clause, with variables filled in and the author\'s hint', () => {
    const far = act({ id: '3', name: 'CreateBucket', at: '04:00', region: 'us-east-1', bucket: 'wrong' });
    const near = act({ id: '2', name: 'CreateBucket', at: '03:00', region: 'us-east-1' });
    expect(verdictOf({ create: { event: { pattern, hints: { awsRegion: hint } } } }, [near, far])).toEqual({
      status: 'near-miss',
      at: near.eventTime,
      explanation: { eventId: '2', eventName: 'CreateBucket', eventTime: near.eventTime, clause: { path: 'awsRegion', seen: 'us-east-1', expected: ['ap-northeast-2'] }, hint },
    });
  });

  test('of equally near attempts the latest is explained', () => {
    const attempts = ['02', '03'].map((minute, index) => act({ id: `${index}`, name: 'CreateBucket', at: `${minute}:00`, region: 'us-east-1' }));
    expect(verdictOf({ create: { event: { pattern } } }, attempts)).toMatchObject({ explanation: { eventId: '1' } });
  });

  test('a secret clause shows what was seen, never what is expected', () => {
    const verdict = verdictOf({ create: { event: { pattern, secret: ['requestParameters'] } } }, [act({ id: '2', name: 'CreateBucket', at: '03:00', bucket: 'wrong' })]);
    expect(verdict).toMatchObject({ explanation: { clause: { path: 'requestParameters.bucketName', seen: 'wrong' } } });
    expect(JSON.stringify(verdict)).not.toContain('site-');
  });

  test('of attempts that miss the same, one that AWS let through is nearer than a later one that it refused', () => {
    const done = act({ id: '1', name: 'CreateBucket', at: '03:00', region: 'us-east-1' });
    const refused = act({ id: '2', name: 'CreateBucket', at: '04:00', region: 'us-east-1', errorCode: 'AccessDenied' });
    expect(verdictOf({ create: { event: { pattern } } }, [done, refused])).toMatchObject({ explanation: { eventId: '1' } });
  });

  test('a secret is kept for its own path and those below, not for one that only begins alike', () => {
    const wrong = act({ id: '2', name: 'CreateBucket', at: '03:00', bucket: 'wrong' });
    const expectedWith = (secret: string) => {
      const verdict = verdictOf({ create: { event: { pattern, secret: [secret] } } }, [wrong]);
      return verdict?.status === 'near-miss' && verdict.explanation.clause?.expected;
    };
    expect(expectedWith('requestParameters.bucketName')).toBeUndefined();
    expect(expectedWith('requestParameters.bucket')).toEqual([{ prefix: 'site-' }]);
  });

  test('of a call that failed and would not have fitted either, the failure is spoken of first', () => {
    const failed = act({ id: '2', name: 'CreateBucket', at: '03:00', region: 'us-east-1', errorCode: 'AccessDenied' });
    const hints = { awsRegion: { ko: '다른', en: 'other' }, errorCode: hint };
    expect(verdictOf({ create: { event: { pattern, hints } } }, [failed])).toMatchObject({ explanation: { errorCode: 'AccessDenied', hint, clause: { path: 'awsRegion' } } });
  });

  test('a call that failed too late is explained by its failure alone', () => {
    const failed = act({ id: '2', name: 'CreateBucket', at: '03:00', errorCode: 'AccessDenied' });
    const verdict = verdictOf({ create: { event: { pattern, within: 'PT1M' } } }, [failed]);
    expect(verdict).toMatchObject({ explanation: { errorCode: 'AccessDenied' } });
    expect(verdict).not.toHaveProperty('explanation.clause');
  });

  test('a value that is long is shown by its beginning, never cut within a character', () => {
    const long = act({ id: '2', name: 'CreateBucket', at: '03:00', bucket: `${'x'.repeat(999)}\u{1f600}${'y'.repeat(100_000)}` });
    expect(verdictOf({ create: { event: { pattern } } }, [long])).toMatchObject({ explanation: { clause: { seen: `${'x'.repeat(999)}…` } } });
    const whole = { ...long, requestParameters: { bucketName: { parts: Array.from({ length: 5_000 }, () => 'part') } } };
    const verdict = verdictOf({ create: { event: { pattern } } }, [whole]);
    expect(verdict).toMatchObject({ explanation: { clause: { seen: expect.stringMatching(/^\{"parts":\["part",.*…$/) } } });
    expect(JSON.stringify(verdict).length).toBeLessThan(3_000);
  });

  test('a call that failed never passes, but is a near miss with its error', () => {
    const failed = act({ id: '2', name: 'CreateBucket', at: '03:00', errorCode: 'BucketAlreadyExists' });
    expect(verdictOf({ create: { event: { pattern, hints: { errorCode: hint } } } }, [failed])).toEqual({
      status: 'near-miss',
      at: failed.eventTime,
      explanation: { eventId: '2', eventName: 'CreateBucket', eventTime: failed.eventTime, errorCode: 'BucketAlreadyExists', hint },
    });
  });

  test('another event is not near, however many clauses it shares', () => {
    expect(verdictOf({ create: { event: { pattern } } }, [act({ id: '2', name: 'HeadBucket', at: '03:00' })])).toEqual({ status: 'todo' });
  });
});

describe('mustNot', () => {
  const hint = { ko: '금지', en: 'forbidden' };
  const mustNot = { mustNot: { pattern: call('PutBucketAcl'), hint, liftedBy: [call('DeleteBucket')] } };
  const offence = act({ id: '2', name: 'PutBucketAcl', at: '03:00' });
  const lifting = act({ id: '3', name: 'DeleteBucket', at: '04:00' });

  test('holds from the start', () => {
    expect(verdictOf({ never: mustNot }, [])).toEqual({ status: 'held', at: lab.startedAt, eventIds: [], captured: {} });
  });

  test('is forbidden once the act was done, not when AWS refused it', () => {
    expect(verdictOf({ never: mustNot }, [offence])).toEqual({ status: 'forbidden', at: offence.eventTime, explanation: { eventId: '2', eventName: 'PutBucketAcl', eventTime: offence.eventTime, hint } });
    expect(verdictOf({ never: mustNot }, [{ ...offence, errorCode: 'AccessDenied' }])).toMatchObject({ status: 'held' });
  });

  test('is lifted by a later act only, and broken again by another offence', () => {
    expect(verdictOf({ never: mustNot }, [offence, lifting])).toMatchObject({ status: 'held', at: lifting.eventTime, eventIds: ['3'] });
    expect(verdictOf({ never: mustNot }, [offence, { ...lifting, eventTime: '2026-03-02T01:02:30Z' }])).toMatchObject({ status: 'forbidden' });
    expect(verdictOf({ never: mustNot }, [offence, lifting, act({ id: '4', name: 'PutBucketAcl', at: '05:00' })])).toMatchObject({ status: 'forbidden' });
  });

  test('a record that would lift its own offence lifts nothing', () => {
    const pattern = call('PutBucketAcl');
    const never = { mustNot: { pattern, hint: { ko: '금지', en: 'no' }, liftedBy: [pattern] } };
    expect(verdictOf({ never }, [act({ id: '2', name: 'PutBucketAcl', at: '03:00' })])).toMatchObject({ status: 'forbidden' });
  });
});

describe('compositions', () => {
  const event = (name: string) => ({ event: { pattern: call(name) } });
  const seen = (id: string, name: string, at: string) => act({ id, name, at });
  const mustNot = { mustNot: { pattern: call('PutBucketAcl'), hint: { ko: '금지', en: 'forbidden' } } };

  test('all passes when every part did, and says how many acts are done until then', () => {
    const all = { all: [event('A'), event('B')] };
    expect(verdictOf({ all }, [seen('1', 'B', '02:00')])).toEqual({ status: 'seen', seen: 1, needed: 2, at: '2026-03-02T01:02:00Z' });
    expect(verdictOf({ all }, [seen('1', 'B', '02:00'), seen('2', 'A', '03:00')])).toMatchObject({ status: 'passed', at: '2026-03-02T01:03:00Z', eventIds: ['2', '1'] });
  });

  test('all with a prohibition is todo at first, held when done, forbidden when broken', () => {
    const all = { all: [event('A'), mustNot] };
    expect(verdictOf({ all }, [])).toEqual({ status: 'todo' });
    expect(verdictOf({ all }, [seen('1', 'A', '02:00')])).toMatchObject({ status: 'held', at: '2026-03-02T01:02:00Z' });
    expect(verdictOf({ all }, [seen('1', 'A', '02:00'), seen('2', 'PutBucketAcl', '03:00')])).toMatchObject({ status: 'forbidden' });
  });

  test('any passes by its earliest part', () => {
    const any = { any: [event('A'), event('B')] };
    expect(verdictOf({ any }, [])).toEqual({ status: 'todo' });
    expect(verdictOf({ any }, [seen('1', 'A', '03:00'), seen('2', 'B', '02:00')])).toMatchObject({ status: 'passed', eventIds: ['2'] });
  });

  test('sequence wants its parts one after the other', () => {
    const sequence = { sequence: [event('A'), event('B')] };
    expect(verdictOf({ sequence }, [seen('1', 'B', '02:00'), seen('2', 'A', '03:00')])).toMatchObject({ status: 'near-miss', explanation: { eventName: 'B', clause: { path: 'eventTime' } } });
    expect(verdictOf({ sequence }, [seen('2', 'A', '03:00')])).toEqual({ status: 'seen', seen: 1, needed: 2, at: '2026-03-02T01:03:00Z' });
    expect(verdictOf({ sequence }, [seen('1', 'B', '02:00'), seen('2', 'A', '03:00'), seen('3', 'B', '04:00')])).toMatchObject({ status: 'passed', eventIds: ['2', '3'] });
  });

  test('any is passed for good by a part that is, though another was held before', () => {
    const any = { any: [{ event: { pattern: call('A'), undoneBy: [call('C')] } }, event('B')] };
    expect(verdictOf({ any }, [seen('1', 'A', '02:00'), seen('2', 'B', '03:00')])).toMatchObject({ status: 'passed', eventIds: ['2'] });
  });

  test('a sequence takes no record twice, also not with another between in the same second', () => {
    const sequence = { sequence: [event('A'), event('B'), event('A')] };
    const [a, b] = [seen('1', 'A', '02:00'), seen('2', 'B', '02:00')];
    expect(verdictOf({ sequence }, [a, b])).toMatchObject({ status: 'near-miss' });
    expect(verdictOf({ sequence }, [a, b, seen('3', 'A', '02:00')])).toMatchObject({ status: 'passed', eventIds: ['1', '2', '3'] });
  });

  test('a prohibition in a sequence forbids nothing that was done before its turn', () => {
    const sequence = { sequence: [event('A'), mustNot] };
    expect(verdictOf({ sequence }, [seen('1', 'PutBucketAcl', '01:00'), seen('2', 'A', '02:00')])).toMatchObject({ status: 'held' });
    expect(verdictOf({ sequence }, [seen('2', 'A', '02:00'), seen('3', 'PutBucketAcl', '03:00')])).toMatchObject({ status: 'forbidden' });
  });

  test('nothing follows on a sequence that is not complete', () => {
    const follow = { event: { pattern: call('C'), after: ['sequence'] } };
    expect(verdictOf({ sequence: { sequence: [event('A'), event('B')] }, follow }, [seen('1', 'A', '02:00'), seen('2', 'C', '03:00')])).toEqual({ status: 'todo' });
  });

  test('what follows in a sequence comes after the earliest way to pass what is before it', () => {
    const sequence = { sequence: [{ any: [event('A'), event('B')] }, event('C')] };
    expect(verdictOf({ sequence }, [seen('1', 'B', '02:00'), seen('2', 'C', '03:00'), seen('3', 'A', '04:00')])).toMatchObject({ status: 'passed', eventIds: ['1', '2'] });
  });

  test('a sequence of the same act twice needs it twice', () => {
    expect(verdictOf({ sequence: { sequence: [event('A'), event('A')] } }, [seen('1', 'A', '02:00')])).toMatchObject({ status: 'near-miss' });
    expect(verdictOf({ sequence: { sequence: [event('A'), event('A')] } }, [seen('1', 'A', '02:00'), seen('2', 'A', '02:00')])).toMatchObject({ status: 'passed' });
  });
});

describe('concerns', () => {
  test('is said of the events the patterns name, in any part, and of no others', () => {
    const held = { event: { pattern: call('PutBucketWebsite'), undoneBy: [call('DeleteBucketWebsite')] } };
    const pack = packOf({ held, both: { all: [create, { mustNot: { pattern: call('PutBucketAcl'), hint: { ko: '금지', en: 'no' }, liftedBy: [call('DeleteBucket')] } }] } });
    const concerned = ['CreateBucket', 'PutBucketAcl', 'DeleteBucket', 'DeleteBucketWebsite', 'ListBuckets'].filter((eventName) => concerns(pack, { eventName }));
    expect(concerned).toEqual(['CreateBucket', 'PutBucketAcl', 'DeleteBucket', 'DeleteBucketWebsite']);
  });

  test('is said of every event when a pattern names none, or not by its plain name', () => {
    const open = [{ eventSource: ['s3.amazonaws.com'] }, { eventName: [{ prefix: 'Put' }] }, { eventName: ['Put${lab.outputs.Prefix}'] }];
    for (const pattern of open) expect(concerns(packOf({ open: { event: { pattern } } }), { eventName: 'ListBuckets' })).toBe(true);
  });
});

describe('probes and code', () => {
  const probe = { probe: { service: 's3', operation: 'GetBucketWebsite', assert: 'true', hint: { ko: '상태', en: 'state' } } };
  const pack = packOf({ create, state: { any: [{ event: { pattern: call('PutBucketWebsite') } }, probe] } });

  test('are listed with an address of their own', () => {
    expect(externalValidators(pack).map(({ address, step }) => [address, step])).toEqual([['state/any.1', 'state']]);
  });

  test('their outcomes decide like any other verdict, and are todo until known', () => {
    const passed: Verdict = { status: 'passed', at: '2026-03-02T01:05:00Z', eventIds: [], captured: {} };
    expect([...evaluate(pack, lab, []).values()].at(-1)).toEqual({ status: 'todo' });
    expect([...evaluate(pack, lab, [], new Map([['state/any.1', passed]])).values()].at(-1)).toEqual(passed);
  });
});

test('of three steps that a fourth leans on, four passings each are followed up', () => {
  const made = (name: string) => ({ event: { pattern: call(name), capture: { bucket: 'requestParameters.bucketName' } } });
  const lean = { event: { pattern: call('Join', { requestParameters: { bucketName: ['${steps.a.captured.bucket}${steps.b.captured.bucket}${steps.c.captured.bucket}'] } }) } };
  const tries = ['A', 'B', 'C'].flatMap((name) => ['1', '2', '3', '4'].map((bucket, index) => act({ id: `${name}${bucket}`, name, at: `0${index + 1}:00`, bucket })));
  const joined = act({ id: 'z', name: 'Join', at: '09:00', bucket: '444' });
  expect(verdictOf({ a: made('A'), b: made('B'), c: made('C'), lean }, [...tries, joined])).toMatchObject({ status: 'passed' });
});

test('what was compiled for the values of one lab is not taken for those of another, however alike they read', () => {
  const pattern = call('CreateBucket', { requestParameters: { bucketName: ['${lab.outputs.A}'], tag: ['${lab.outputs.B}'] } });
  const pack = packOf({ step: { event: { pattern } } });
  const statusFor = (A: string, B: string) => [...evaluate(pack, { ...lab, outputs: { A, B } }, [{ ...created, requestParameters: { bucketName: 'a,b', tag: 'c' } }]).values()].map(({ status }) => status);
  expect([statusFor('a', 'b,c'), statusFor('a,b', 'c')]).toEqual([['near-miss'], ['passed']]);
});

test('of two steps that a third leans on, eight passings each are followed up: who tries hundreds of names does not make judging dear', () => {
  const made = (name: string) => ({ event: { pattern: call(name), capture: { bucket: 'requestParameters.bucketName' } } });
  const lean = { event: { pattern: call('Join', { requestParameters: { bucketName: ['${steps.a.captured.bucket}-${steps.b.captured.bucket}'] } }) } };
  const tries = ['A', 'B'].flatMap((name) => Array.from({ length: 9 }, (_, index) => act({ id: `${name}${index}`, name, at: `0${index}:30`, bucket: `${index + 1}` })));
  const statusOf = (bucket: string) => verdictOf({ a: made('A'), b: made('B'), lean }, [...tries, act({ id: 'z', name: 'Join', at: '09:40', bucket })])?.status;
  expect([statusOf('8-8'), statusOf('9-1')]).toEqual(['passed', 'near-miss']);
});
