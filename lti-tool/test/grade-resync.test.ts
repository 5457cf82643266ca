import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { EventEmitter, once } from 'node:events';
import { addGradeCommands } from '../src/cli/grade-commands.ts';
import { askForResync, createGradeComparer } from '../src/features/grades/resync.ts';
import { latestResync, type ResyncState } from '../src/features/grades/resync-store.ts';
import { randomIds } from '../src/ports/clock.ts';
import { courseIdSchema, institutionIdSchema, resourceLinkIdSchema } from '../src/domain/ids.ts';
import { one } from '../src/ports/sql.ts';
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
  // the gradebook keeps the time of a grade that was changed there
  world.clock.forward(10);
});
afterAll(() => world.close());

const first = (): LaunchedPlace => {
  const [place] = people;
  if (place === undefined) throw new Error('nobody');
  return place;
};
const ask = (place = first()) => world.deps.sql.transaction((tx) => askForResync(world.deps, tx, place, 'test'));
/** Does what was asked for. @returns what failed on our side */
async function compareDue(changed: Partial<Parameters<typeof createGradeComparer>[0]> = {}): Promise<unknown[]> {
  const problems: unknown[] = [];
  const comparer = createGradeComparer({ ...world.deps, onProblem: (_claimed, error) => void problems.push(error), ...changed });
  await comparer.begin();
  await comparer.settled();
  return problems;
}
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

/** An activity in another platform, without a column. */
async function elsewhere(): Promise<LaunchedPlace> {
  const row = await one<Record<'link' | 'course' | 'institution', string>>(
    world.deps.sql,
    `with other as (
       insert into platform (id, institution_id, issuer, client_id, authorization_url, token_url, jwks_url)
       select gen_random_uuid(), institution_id, issuer || '/elsewhere', client_id, authorization_url, token_url, jwks_url from platform where id = $1 returning id, institution_id
     ), class as (
       insert into course (id, institution_id, platform_id, deployment_id, lti_context_id, title) select gen_random_uuid(), institution_id, id, '1', 'elsewhere', 'Elsewhere' from other returning id, institution_id
     )
     insert into resource_link (id, institution_id, course_id, lti_resource_link_id, title) select gen_random_uuid(), institution_id, id, 'elsewhere', 'Lab' from class
     returning id as link, course_id as course, institution_id as institution`,
    [world.platformId],
  );
  return { ...first(), institutionId: institutionIdSchema.parse(row.institution), courseId: courseIdSchema.parse(row.course), resourceLinkId: resourceLinkIdSchema.parse(row.link) };
}

describe('sending all grades again', () => {
  test('sends what differs from the gradebook, leaves the rest, and says so', async () => {
    await classWithOneChanged();
    expect(await ask()).toBe(true);
    expect(await compareDue()).toEqual([]);
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
    await compareDue({ services: { ...world.services, listResults } });
    expect(await outcome()).toMatchObject({ status: 'done', same: 1, sent: 2 });
  });

  test('sends all where the gradebook may not be read', async () => {
    await classWithOneChanged();
    await ask();
    const listResults: typeof world.services.listResults = async function* () { yield { kind: 'forbidden', missingScope: 'results', detail: '' }; };
    await compareDue({ services: { ...world.services, listResults } });
    expect(await outcome()).toMatchObject({ status: 'done', same: 0, sent: 3, compared: false });
    world.clock.forward(10);
    await sendDue(world);
    expect(await Promise.all(people.map((place) => inGradebook(world, place)))).toEqual([40, 41, 42]);
  });

  test('changes nothing when the course site does not answer, and says so', async () => {
    await classWithOneChanged();
    await ask();
    world.lms.faults.add({ services: ['results'], fault: { kind: 'server-error' } });
    await compareDue();
    expect(await outcome()).toMatchObject({ status: 'failed', problem: 'GRADE_UNREACHABLE' });
    expect((await stateOf(world, first()))?.status).toBe('sent');
  });

  test('is done once for many wishes at once, and by another process when one was killed', async () => {
    await classWithOneChanged();
    expect([await ask(), await ask()]).toEqual([true, false]);
    const listResults: typeof world.services.listResults = () => { throw new Error('killed'); };
    expect(await compareDue({ services: { ...world.services, listResults } })).toEqual([new Error('killed')]);
    await compareDue();
    expect(await outcome()).toEqual({ status: 'asked' });
    world.clock.forward(121);
    await compareDue();
    expect(await outcome()).toMatchObject({ status: 'done', sent: 1 });
  });

  test('that takes long is done by the process that began it, page by page', async () => {
    await classWithOneChanged();
    await ask();
    let begun = 0;
    const listResults: typeof world.services.listResults = async function* () {
      begun += 1;
      for (const _page of begun === 1 ? [1, 2, 3] : []) {
        world.clock.forward(100);
        await compareDue({ services: { ...world.services, listResults } });
        yield { kind: 'page', results: [] };
      }
      yield { kind: 'end' };
    };
    await compareDue({ services: { ...world.services, listResults } });
    expect([begun, await outcome()]).toMatchObject([1, { status: 'done', sent: 3 }]);
  });

  test('whose turn went to another process asks no further and writes nothing', async () => {
    await classWithOneChanged();
    await ask();
    let pages = 0;
    const listResults: typeof world.services.listResults = async function* () {
      for (; pages < 5; pages += 1) {
        if (pages === 1) await world.deps.sql.query('update grade_resync set claim = $1', [randomIds.next()]);
        yield { kind: 'page', results: [] };
      }
      yield { kind: 'end' };
    };
    expect(await compareDue({ services: { ...world.services, listResults } })).toEqual([]);
    expect([pages, await outcome()]).toEqual([1, { status: 'asked' }]);
  });

  test('of a platform that does not answer keeps that of no other waiting', async () => {
    await ask();
    const other = await elsewhere();
    await ask(other);
    const happens = new EventEmitter();
    const [answers, done] = [once(happens, 'slow answers'), once(happens, 'other is compared')];
    const listResults: typeof world.services.listResults = async function* (target) { await answers; yield* world.services.listResults(target); };
    const told: (string | null)[] = [];
    const notify: typeof world.deps.notify = (_tx, { resourceLinkId }) => { told.push(resourceLinkId); happens.emit('other is compared'); return Promise.resolve(); };
    const ended = compareDue({ services: { ...world.services, listResults }, notify });
    await done;
    happens.emit('slow answers');
    expect(await ended).toEqual([]);
    expect(told).toEqual([other.resourceLinkId, first().resourceLinkId]);
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
    await compareDue();
    expect(await run('grades', 'courses')).toEqual([expect.stringContaining('2 the same, 1 sent again')]);
    expect(await world.deps.sql.query(`select action, target from audit_log`)).toEqual([{ action: 'grades.resent', target: first().courseId }]);
  });

  test('says which courses there are when it knows no such one', async () => {
    await expect(run('grades', 'resync', '--course', randomIds.next())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
