import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { streamEventSchema, type StreamEvent } from '../../domain/stream-event.ts';
import { fromFirstRefusal, requestOf } from './publisher.ts';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function event(number: number, lab: number): StreamEvent {
  const place = { institutionId: id(1), courseId: null, resourceLinkId: null, learner: null, labId: id(lab) };
  return streamEventSchema.parse({ id: id(number), version: 1, occurredAt: '2026-11-24T10:00:00Z', place, body: { type: 'lab.ready', secondsToReady: number } });
}

const batches = fc.array(fc.record({ lab: fc.integer({ min: 0, max: 3 }), refused: fc.boolean() }), { maxLength: 30 }).map((entries) => ({
  events: entries.map(({ lab }, index) => event(index, lab)),
  refused: entries.map(({ refused }) => refused),
}));

test('what goes again is every refused event and, of its lab, everything after it, in order', () => {
  fc.assert(fc.property(batches, ({ events, refused }) => {
    const again = fromFirstRefusal(events, refused);
    expect(again).toEqual(events.filter(({ place }, index) => events.some((earlier, at) => at <= index && refused[at] === true && earlier.place.labId === place.labId)));
  }));
});

const ofLength = (number: number, kilobytes: number): StreamEvent => ({ ...event(number, 1), body: { type: 'lab.failed', what: 'x'.repeat(kilobytes * 1024), why: '' } });

test('a request holds the first events, as many as a shard takes in a second', () => {
  const events = [ofLength(1, 400), ofLength(2, 500), ofLength(3, 400), ofLength(4, 1)];
  expect(requestOf(events)).toEqual({ request: events.slice(0, 2), tooLong: [] });
  expect(requestOf(events.slice(2))).toEqual({ request: events.slice(2), tooLong: [] });
});

test('an event that no request can hold is named, and the others go without it', () => {
  const events = [ofLength(1, 1), ofLength(2, 1024), ofLength(3, 1)];
  expect(requestOf(events)).toEqual({ request: [events[0], events[2]], tooLong: [events[1]] });
});
