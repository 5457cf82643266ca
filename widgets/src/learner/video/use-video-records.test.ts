import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { keepRecords } from './use-video-records.ts';

type Sent = Parameters<Parameters<typeof keepRecords>[1]>[0];

/** As much of a video element as the records look at. */
class FakeVideo extends EventTarget {
  currentTime = 0;
  paused = true;
  seeking = false;
  playbackRate = 1;

  play(): void {
    this.paused = false;
    this.dispatchEvent(new Event('play'));
  }

  /** Plays on for some seconds, looked at four times a second as browsers do. */
  watch(seconds: number): void {
    for (let quarter = 0; quarter < seconds * 4; quarter += 1) {
      this.currentTime += 0.25;
      this.dispatchEvent(new Event('timeupdate'));
    }
  }
}

let video: FakeVideo;
let sent: Sent[];
let reachable: boolean;
let stop: () => void;

beforeEach(() => {
  jest.useFakeTimers();
  video = new FakeVideo();
  sent = [];
  reachable = true;
  // The records use the few members that the fake has.
  stop = keepRecords(video as unknown as HTMLVideoElement, (events) => {
    sent.push(events);
    return Promise.resolve(reachable);
  });
});
afterEach(() => {
  stop();
  jest.useRealTimers();
});

describe('records of watching', () => {
  test('a heartbeat says what was watched since the last one', async () => {
    video.play();
    video.watch(8);
    await jest.advanceTimersByTimeAsync(10_000);
    video.watch(4);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(sent.flat().map(({ kind, watched }) => [kind, watched])).toEqual([
      ['PLAY', []],
      ['HEARTBEAT', [[0, 8]]],
      ['HEARTBEAT', [[8, 12]]],
    ]);
  });

  test('nothing is sent while nobody plays', async () => {
    await jest.advanceTimersByTimeAsync(60_000);
    expect(sent).toEqual([]);
  });

  test('what could not be sent goes with the next heartbeat, in order', async () => {
    reachable = false;
    video.play();
    await jest.advanceTimersByTimeAsync(10_000);
    reachable = true;
    await jest.advanceTimersByTimeAsync(10_000);
    expect(sent.at(-1)?.map(({ kind }) => kind)).toEqual(['PLAY', 'HEARTBEAT', 'HEARTBEAT']);
  });

  test('leaving the page keeps the last seconds', () => {
    video.play();
    video.watch(3);
    stop();
    expect(sent.at(-1)?.map(({ kind, watched }) => [kind, watched])).toEqual([['HEARTBEAT', [[0, 3]]]]);
  });
});
