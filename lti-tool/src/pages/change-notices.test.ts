import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { PersonSession } from '../features/identity/session.ts';
import { courseIdSchema, institutionIdSchema, personIdSchema, platformIdSchema, resourceLinkIdSchema, sessionIdSchema } from '../domain/ids.ts';
import { nobody } from '../../test/nobody.ts';
import { createChangeHub, type ChangeHub } from './change-notices.ts';
import type { ObservationView } from './views/observer.ts';

const uuid = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;
const [child, classmate, link] = [uuid(1), uuid(2), resourceLinkIdSchema.parse(uuid(3))];
const observer: PersonSession = {
  kind: 'person', id: sessionIdSchema.parse(uuid(4)), actors: ['observer'], expiresAt: new Date(0), who: nobody,
  institutionId: institutionIdSchema.parse(uuid(5)), personId: personIdSchema.parse(uuid(6)), platformId: platformIdSchema.parse(uuid(7)), courseId: courseIdSchema.parse(uuid(8)), resourceLinkId: link,
  launch: { messageType: 'LtiResourceLinkRequest', deploymentId: '1' },
};
const shown = (notYetHere: number): ObservationView => ({
  learners: [{ id: child, name: null, steps: [], lab: 'not-started', grade: { points: 0, maximum: 0, status: 'none', sentAt: null }, lastActiveAt: null }],
  notYetHere,
});

let hub: ChangeHub;
let closed: AbortController;
beforeEach(() => {
  jest.useFakeTimers();
  [hub, closed] = [createChangeHub(), new AbortController()];
});
afterEach(() => {
  closed.abort();
  jest.useRealTimers();
});

/** An observer's open page. @returns whether a change of somebody has it read again */
function opened(latest: () => ObservationView): (personId: string | null) => boolean {
  void hub.ofObserved(observer, latest, closed.signal)[Symbol.asyncIterator]().next();
  return (personId) => {
    hub.changed({ resourceLinkId: link, personId });
    const isRead = jest.getTimerCount() > 0;
    jest.runAllTimers();
    return isRead;
  };
}

test('an observer\'s page is read again when a learner they accompany has done something, and not for anybody else', () => {
  const isRead = opened(() => shown(0));
  expect([isRead(child), isRead(classmate), isRead(child)]).toEqual([true, false, true]);
});

test('a change of nobody in particular is a change of everybody', () => {
  const isRead = opened(() => shown(0));
  expect(isRead(null)).toBe(true);
});

test('while somebody they accompany has not come, whoever is new may be that learner, once', () => {
  const isRead = opened(() => shown(1));
  expect([isRead(classmate), isRead(classmate), isRead(uuid(9))]).toEqual([true, false, true]);
});

test('what was shown last decides: from the moment when everybody has come, the rest of the class is left alone', () => {
  let waiting = 1;
  const isRead = opened(() => shown(waiting));
  waiting = 0;
  expect(isRead(classmate)).toBe(false);
});

test('when notices may have been missed, every page is read', () => {
  opened(() => shown(0));
  hub.gap();
  expect(jest.getTimerCount()).toBe(1);
});

test('changes that come while a page is read, or while nobody takes its answer, are one reading more, however many they are', async () => {
  const notices = hub.ofObserved(observer, () => shown(0), closed.signal)[Symbol.asyncIterator]();
  const first = notices.next();
  for (let change = 0; change < 4; change += 1) {
    hub.changed({ resourceLinkId: link, personId: child });
    await jest.runAllTimersAsync();
  }
  await first;
  const second = notices.next();
  await jest.runAllTimersAsync();
  expect(await second).toEqual({ done: false, value: undefined });
  let further = false;
  void notices.next().then(() => { further = true; });
  await jest.runAllTimersAsync();
  expect(further).toBe(false);
});

describe('a class in which something happens all the time', () => {
  const instructor: PersonSession = { ...observer, actors: ['instructor'] };

  /** Changes every ten milliseconds, to a page that takes so long to be read and sent. @returns when notices came, in milliseconds since the first change */
  async function noticesIn(milliseconds: number, notices: AsyncIterator<void>, reading = 0): Promise<number[]> {
    const at: number[] = [];
    const began = performance.now();
    const listen = (): void => void notices.next().then(({ done }) => {
      if (done === true) return;
      at.push(Math.round(performance.now() - began));
      if (reading === 0) listen();
      else setTimeout(listen, reading);
    });
    listen();
    while (performance.now() - began < milliseconds) {
      hub.changed({ resourceLinkId: link, personId: child });
      await jest.advanceTimersByTimeAsync(10);
    }
    return at;
  }

  test('is shown to its instructors at once, and then once a second', async () => {
    expect(await noticesIn(3_000, hub.ofClass(instructor, closed.signal)[Symbol.asyncIterator]())).toEqual([60, 1_060, 2_060]);
  });

  test('is shown less often where that takes long: a tenth of the time is the most', async () => {
    expect(await noticesIn(9_000, hub.ofClass(instructor, closed.signal)[Symbol.asyncIterator](), 400)).toEqual([60, 4_060, 8_060]);
  });

  test('is shown to each learner as it happens to them', async () => {
    expect((await noticesIn(300, hub.ofLearner({ ...observer, actors: ['learner'], personId: personIdSchema.parse(child) }, null, closed.signal)[Symbol.asyncIterator]())).length).toBeGreaterThanOrEqual(3);
  });

  test('shows its last change also when nothing follows it', async () => {
    const notices = hub.ofClass(instructor, closed.signal)[Symbol.asyncIterator]();
    await noticesIn(80, notices);
    hub.changed({ resourceLinkId: link, personId: child });
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(jest.getTimerCount()).toBe(0);
  });
});
