import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { addGradeCommands } from '../src/cli/grade-commands.ts';
import { askForResync, resyncNext } from '../src/features/grades/resync.ts';
import { latestResync, type ResyncState } from '../src/features/grades/resync-store.ts';
import { randomIds } from '../src/ports/clock.ts';
import { institutionIdSchema } from '../src/domain/ids.ts';
import { agsOf, inGradebook, launchedInto, queueScore, sendDue, startGradesWorld, stateOf, tokenFor, type GradesWorld, type LaunchedPlace } from './grades-world.ts';

let world: GradesWorld;
let people: LaunchedPlace[];
beforeAll(async () => {
  world = await startGradesWorld();
  people = [await launchedInto(world, '1001'), await launchedInto(world, '1002'), await launchedInto(world, '1003')];
});
afterEach(async () => {
  world.lms.faults.clear();
  await world.deps.sql.query('delete from grade_resync');
  await world.deps.sql.query('delete from grade');
});
afterAll(() => world.close());

const first = (): LaunchedPlace => {
  const [place] = people;
  if (place === undefined) throw new Error('nobody');
  return place;
};
const ask = (place = first()) => world.deps.sql.transaction((tx) => askForResync(world.deps, tx, place, 'test'));
const outcome = async (): Promise<ResyncState | undefined> => (await latestResync(world.deps.sql, first()))?.state;

/** Everybody's grade is in the gradebook, then somebody changes one there behind our back. */
async function classWithOneChanged(): Promise<void> {
  for (const [index, place] of people.entries()) await queueScore(world, place, 40 + index);
  await sendDue(world);
  const { lineitem } = await agsOf(world, first());
  const scores = new URL(lineitem);
  scores.pathname += '/scores';
  await fetch(scores, {
    method: 'POST',
    headers: { authorization: `Bearer ${await tokenFor(world, 'score')}`, 'content-type': 'application/vnd.ims.lis.v1.score+json' },
    body: JSON.stringify({ userId: '1002', scoreGiven: 1, scoreMaximum: 100, activityProgress: 'Completed', gradingProgress: 'FullyGraded', timestamp: new Date(world.clock.now().getTime() + 5_000).toISOString() }),
  });
}

describe('sending all grades again', () => {
  test('sends what differs from the gradebook, leaves the rest, and says so', async () => {
    await classWithOneChanged();
    expect(await ask()).toBe(true);
    expect(await resyncNext(world.deps)).toBe(true);
    expect(await outcome()).toMatchObject({ status: 'done', same: 2, sent: 1, compared: true });
    expect(await Promise.all(people.map(async (place) => (await stateOf(world, place))?.status))).toEqual(['sent', 'waiting', 'sent']);
    world.clock.forward(10);
    await sendDue(world);
    expect(await Promise.all(people.map((place) => inGradebook(world, place)))).toEqual([40, 41, 42]);
  });

  test('compares a gradebook that comes as one page of any length', async () => {
    await classWithOneChanged();
    await ask();
    const strangers = Array.from({ length: 300_000 }, (_, at) => ({ userId: `stranger ${at}`, points: 1, maximum: 100 }));
    const listResults: typeof world.services.listResults = async function* () { yield { kind: 'page', results: [...strangers, { userId: '1001', points: 40, maximum: 100 }] }; yield { kind: 'end' }; };
    expect(await resyncNext({ ...world.deps, services: { ...world.services, listResults } })).toBe(true);
    expect(await outcome()).toMatchObject({ status: 'done', same: 1, sent: 2 });
  });

  test('sends all where the gradebook may not be read', async () => {
    await classWithOneChanged();
    await ask();
    const listResults: typeof world.services.listResults = async function* () { yield { kind: 'forbidden', missingScope: 'results', detail: '' }; };
    await resyncNext({ ...world.deps, services: { ...world.services, listResults } });
    expect(await outcome()).toMatchObject({ status: 'done', same: 0, sent: 3, compared: false });
    world.clock.forward(10);
    await sendDue(world);
    expect(await Promise.all(people.map((place) => inGradebook(world, place)))).toEqual([40, 41, 42]);
  });

  test('changes nothing when the course site does not answer, and says so', async () => {
    await classWithOneChanged();
    await ask();
    world.lms.faults.add({ services: ['results'], fault: { kind: 'server-error' } });
    await resyncNext(world.deps);
    expect(await outcome()).toMatchObject({ status: 'failed', problem: 'GRADE_UNREACHABLE' });
    expect((await stateOf(world, first()))?.status).toBe('sent');
  });

  test('is done once for many wishes at once, and by another process when one was killed', async () => {
    await classWithOneChanged();
    expect([await ask(), await ask()]).toEqual([true, false]);
    const listResults: typeof world.services.listResults = () => { throw new Error('killed'); };
    await expect(resyncNext({ ...world.deps, services: { ...world.services, listResults } })).rejects.toThrow('killed');
    expect(await resyncNext(world.deps)).toBe(false);
    world.clock.forward(121);
    expect(await resyncNext(world.deps)).toBe(true);
    expect(await outcome()).toMatchObject({ status: 'done', sent: 1 });
    expect(await resyncNext(world.deps)).toBe(false);
  });

  test('of a course of another institution cannot be asked for', async () => {
    expect(await ask({ ...first(), institutionId: institutionIdSchema.parse(randomIds.next()) })).toBe(false);
  });
});

describe('the command', () => {
  async function run(...args: string[]): Promise<string[]> {
    const lines: string[] = [];
    const program = new Command('cloudclass').exitOverride();
    addGradeCommands(program, { ...world.deps, withSql: (work) => work(world.deps.sql), print: (text) => lines.push(text) });
    await program.parseAsync(args, { from: 'user' });
    return lines;
  }

  test('lists courses with their grades, asks for a comparison, notes it and shows what came of it', async () => {
    await classWithOneChanged();
    expect(await run('grades', 'courses')).toEqual([expect.stringMatching(new RegExp(`^${first().courseId} .*3 in the gradebook, 0 on the way, 0 stuck$`))]);
    expect(await run('grades', 'resync', '--course', first().courseId)).toEqual([expect.stringContaining('asked')]);
    await resyncNext(world.deps);
    expect(await run('grades', 'courses')).toEqual([expect.stringContaining('2 the same, 1 sent again')]);
    expect(await world.deps.sql.query(`select action, target from audit_log`)).toEqual([{ action: 'grades.resent', target: first().courseId }]);
  });

  test('says which courses there are when it knows no such one', async () => {
    await expect(run('grades', 'resync', '--course', randomIds.next())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
