import { packFixtureSchema } from '@cloudclass/plugin-contract';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../world/root.ts';
import type { OpenLab } from './labs.ts';

/** What a learner's walk leaves in CloudTrail, one text with the fixture's account for each record. */
interface Walk {
  readonly accountId: string;
  readonly texts: readonly string[];
}

/** A walk of the pack's own fixtures: real calls, each of which concerns a step. */
export function readWalk(): Walk {
  const fixture = packFixtureSchema.parse(JSON.parse(readFileSync(join(ROOT, 'course-packs/s3-static-site/fixtures/walk-passes.json'), 'utf8')));
  return { accountId: fixture.lab.accountId, texts: fixture.records.map((record) => JSON.stringify(record).replaceAll('lab-learner', 'cloudclass-learner')) };
}

/** A record on its way to a lab. */
export interface Message {
  readonly eventId: string;
  /** What EventBridge puts onto the stream. */
  readonly data: string;
  readonly partitionKey: string;
}

/**
 * The n-th call of a lab's learner.
 * @param at when it happened; CloudTrail knows whole seconds
 */
export function messageOf(walk: Walk, { accountId }: OpenLab, { number, at }: { readonly number: number; readonly at: Date }): Message {
  const text = walk.texts[number % walk.texts.length] ?? '';
  const eventId = randomUUID();
  const time = `${at.toISOString().slice(0, 19)}Z`;
  const detail: object = { ...JSON.parse(text.replaceAll(walk.accountId, accountId)), eventID: eventId, eventTime: time };
  const event = { version: '0', id: randomUUID(), 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.s3', account: accountId, time, region: 'ap-northeast-2', resources: [], detail };
  return { eventId, data: JSON.stringify(event), partitionKey: accountId };
}

/**
 * A class at work: everybody's first call, everybody's second, and so on.
 * @param from number of calls that each lab has made before
 */
export function classAtWork(walk: Walk, labs: readonly OpenLab[], { count, from }: { readonly count: number; readonly from: number }): Message[] {
  return Array.from({ length: count }, (_, index) => {
    const lab = labs[index % labs.length];
    if (lab === undefined) throw new RangeError('no lab is open');
    const number = from + Math.floor(index / labs.length);
    return messageOf(walk, lab, { number, at: new Date(lab.readyAt.getTime() + (number + 1) * 1_000) });
  });
}
