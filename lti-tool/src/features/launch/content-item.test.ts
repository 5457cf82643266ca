import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { configurationIdSchema } from '../../domain/ids.ts';
import type { DeepLinkingRequest } from '../../domain/launch-facts.ts';
import type { PlacedLab } from './content-item.ts';
import { contentItems } from './deep-linking.ts';

const publicUrl = 'https://labs.example';
const period = z.strictObject({ startDateTime: z.iso.datetime().optional(), endDateTime: z.iso.datetime().optional() }).refine((frame) => Object.keys(frame).length > 0);

/** An `ltiResourceLink` of Deep Linking 2.0 with the column of AGS 2.0 and its `submissionReview`. */
const itemSchema = z.strictObject({
  type: z.literal('ltiResourceLink'),
  title: z.string().min(1),
  text: z.string(),
  url: z.url().startsWith(publicUrl),
  custom: z.record(z.string(), z.string()),
  window: z.strictObject({ targetName: z.string() }).optional(),
  iframe: z.strictObject({ width: z.number().int(), height: z.number().int() }).optional(),
  lineItem: z.strictObject({
    label: z.string().min(1),
    scoreMaximum: z.number().positive(),
    resourceId: z.string().min(1),
    tag: z.string().min(1),
    submissionReview: z.strictObject({ reviewableStatus: z.array(z.enum(['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed'])), label: z.string(), url: z.url(), custom: z.record(z.string(), z.string()) }),
  }).optional(),
  available: period.optional(),
  submission: period.optional(),
});

const instant = fc.option(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }));
const labs: fc.Arbitrary<PlacedLab> = fc.record({
  packId: fc.stringMatching(/^[a-z][a-z0-9-]{1,20}$/),
  configurationId: fc.uuid().map((id) => configurationIdSchema.parse(id)),
  title: fc.string({ minLength: 1, unit: 'grapheme' }),
  text: fc.string({ unit: 'grapheme' }),
  points: fc.integer({ min: 1, max: 1000 }),
  availableFrom: instant,
  availableUntil: instant,
  dueAt: instant,
  language: fc.constantFrom('ko', 'en'),
});
const requests: fc.Arbitrary<DeepLinkingRequest> = fc.record({
  returnUrl: fc.constant('https://lms.example/return'),
  acceptTypes: fc.subarray(['ltiResourceLink', 'link', 'file', 'html', 'image']),
  targets: fc.subarray(['iframe', 'window', 'embed']),
  acceptMultiple: fc.boolean(),
  acceptLineItem: fc.boolean(),
});
const holds = (check: (items: ReturnType<typeof contentItems>, request: DeepLinkingRequest, placed: PlacedLab[]) => void): void =>
  fc.assert(fc.property(requests, fc.array(labs, { maxLength: 4 }), (request, placed) => {
    check(contentItems({ publicUrl }, request, placed), request, placed);
  }));

describe('what is sent to a platform', () => {
  test('makes a column of as many points as the platform takes, however many the lab is worth', () => {
    holds((items, request, placed) => {
      const most = contentItems({ publicUrl }, { ...request, mostPoints: 100 }, placed).map(({ lineItem }) => lineItem?.scoreMaximum);
      expect(most).toEqual(items.map(({ lineItem }) => (lineItem === undefined ? undefined : Math.min(lineItem.scoreMaximum, 100))));
    });
  });

  test('says from when to when a lab is open and when it is due, as far as that is set', () => {
    const lab: PlacedLab = { packId: 'lab', configurationId: configurationIdSchema.parse('0b9e8a1c-5a52-4c55-9c0e-3d0f1f0a7b11'), title: 'Lab', text: '', points: 10, availableFrom: null, availableUntil: null, dueAt: null, language: 'en' };
    const request: DeepLinkingRequest = { returnUrl: 'https://lms.example/return', acceptTypes: ['ltiResourceLink'], targets: [], acceptMultiple: false, acceptLineItem: true };
    const [from, until, due] = ['2026-12-01T00:00:00.000Z', '2026-12-31T00:00:00.000Z', '2026-12-24T00:00:00.000Z'];
    const frames = (dates: Partial<PlacedLab>) => contentItems({ publicUrl }, request, [{ ...lab, ...dates }]).map(({ available, submission }) => ({ available, submission }))[0];
    expect(frames({})).toEqual({});
    expect(frames({ availableFrom: new Date(from) })).toEqual({ available: { startDateTime: from } });
    expect(frames({ availableFrom: new Date(from), availableUntil: new Date(until), dueAt: new Date(due) })).toEqual({ available: { startDateTime: from, endDateTime: until }, submission: { endDateTime: due } });
  });

  test('is of the form of the specification, whatever was chosen', () => {
    holds((items) => expect(z.array(itemSchema).safeParse(items).error).toBeUndefined());
    expect.hasAssertions();
  });

  test('is nothing where it takes no links to tools, and one item where it takes one', () => {
    holds((items, { acceptTypes, acceptMultiple }, placed) => {
      expect(items).toHaveLength(acceptTypes.includes('ltiResourceLink') ? Math.min(placed.length, acceptMultiple ? placed.length : 1) : 0);
    });
  });

  test('has a column only where the platform makes columns', () => {
    holds((items, { acceptLineItem }) => items.forEach((item) => expect('lineItem' in item).toBe(acceptLineItem)));
  });

  test('names window and frame only where the platform can show them', () => {
    holds((items, { targets }) => items.forEach((item) => {
      expect(['window' in item, 'iframe' in item]).toEqual([targets.includes('window'), targets.includes('iframe')]);
    }));
  });

  test('carries the configuration of each lab, and nothing else of it', () => {
    holds((items, _request, placed) => items.forEach((item, index) => expect(item.custom).toEqual({ pack: placed[index]?.packId, configuration: placed[index]?.configurationId })));
  });
});
