import { useEffect, type RefObject } from 'react';
import { useClient } from 'urql';
import type { VariablesOf } from '../../api/graphql.ts';
import { recordVideo } from '../lab-document.ts';
import { toWire, watch, type Range } from './watched-ranges.ts';

type VideoRecord = VariablesOf<typeof recordVideo>['events'][number];
type Kind = VideoRecord['kind'];

const heartbeatMs = 10_000;
/** What is kept while the server cannot be reached; older records are dropped first. */
const mostUnsent = 100;

const kindOfEvent: Readonly<Record<string, Kind>> = {
  play: 'PLAY',
  pause: 'PAUSE',
  seeked: 'SEEK',
  ratechange: 'RATE',
  ended: 'ENDED',
  error: 'ERROR',
};

/**
 * Tells the server what was watched: for resuming on any device, and for the instructor's picture of the video. What
 * could not be sent goes with the next heartbeat.
 */
export function useVideoRecords(video: RefObject<HTMLVideoElement | null>, enabled: boolean): void {
  const client = useClient();
  useEffect(() => {
    const element = video.current;
    if (!element || !enabled) return;
    return keepRecords(element, async (events) => {
      const result = await client.mutation(recordVideo, { events }).toPromise();
      return result.data?.recordVideo === true;
    });
  }, [client, video, enabled]);
}

/**
 * @param send answers whether the records were kept
 * @returns stops listening, after a last record
 */
export function keepRecords(video: HTMLVideoElement, send: (events: VideoRecord[]) => Promise<boolean>): () => void {
  let ranges: readonly Range[] = [];
  let last = video.currentTime;
  let unsent: VideoRecord[] = [];
  const look = () => {
    if (!video.paused && !video.seeking) ranges = watch(ranges, last, video.currentTime, video.playbackRate);
    last = video.currentTime;
  };
  const record = (kind: Kind) => {
    const event: VideoRecord = { kind, at: new Date().toISOString(), positionSeconds: video.currentTime, watched: toWire(ranges), rate: video.playbackRate };
    ranges = [];
    unsent = [...unsent, event].slice(-mostUnsent);
  };
  const flush = async () => {
    const sending = unsent;
    if (sending.length === 0) return;
    unsent = [];
    if (!(await send(sending))) unsent = [...sending, ...unsent].slice(-mostUnsent);
  };
  const onEvent = (event: Event) => {
    const kind = kindOfEvent[event.type];
    if (!kind) return;
    record(kind);
    void flush();
  };
  const timer = setInterval(() => {
    if (!video.paused) record('HEARTBEAT');
    void flush();
  }, heartbeatMs);
  video.addEventListener('timeupdate', look);
  for (const name of Object.keys(kindOfEvent)) video.addEventListener(name, onEvent);
  return () => {
    clearInterval(timer);
    video.removeEventListener('timeupdate', look);
    for (const name of Object.keys(kindOfEvent)) video.removeEventListener(name, onEvent);
    if (ranges.length > 0) record('HEARTBEAT');
    void flush();
  };
}
