import { useCallback, useEffect, useState, type RefObject } from 'react';

/** How the player reached its source. */
export interface Playback {
  readonly broken: boolean;
  readonly tryAgain: () => void;
}

/**
 * Connects an HLS playlist to the element: the browser's own HLS where it has it, else hls.js, loaded only then.
 * @param onExpired asks for a playlist that is signed anew; called once for each failure before giving up
 */
export function usePlayback(video: RefObject<HTMLVideoElement | null>, playlistUrl: string, wanted: boolean): Playback {
  const [broken, setBroken] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const element = video.current;
    if (!element || !wanted) return;
    const fail = () => setBroken(true);
    setBroken(false);
    if (element.canPlayType('application/vnd.apple.mpegurl') !== '') return attachNative(element, playlistUrl, fail);
    return attachHls(element, playlistUrl, fail);
    // A try is a reason of its own to connect again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [video, playlistUrl, wanted, tries]);
  return { broken, tryAgain: useCallback(() => setTries((count) => count + 1), []) };
}

function attachNative(video: HTMLVideoElement, url: string, fail: () => void): () => void {
  video.src = url;
  video.addEventListener('error', fail);
  return () => {
    video.removeEventListener('error', fail);
    video.removeAttribute('src');
    video.load();
  };
}

function attachHls(video: HTMLVideoElement, url: string, fail: () => void): () => void {
  let stop = () => undefined as void;
  let stopped = false;
  const attach = async () => {
    const { default: Hls } = await import('hls.js/light');
    if (stopped) return;
    if (!Hls.isSupported()) return fail();
    const hls = new Hls({ startPosition: video.currentTime, maxBufferLength: 30 });
    stop = () => hls.destroy();
    hls.on(Hls.Events.ERROR, (_name, data) => {
      if (data.fatal) fail();
    });
    hls.loadSource(url);
    hls.attachMedia(video);
  };
  attach().catch(fail);
  return () => {
    stopped = true;
    stop();
  };
}
