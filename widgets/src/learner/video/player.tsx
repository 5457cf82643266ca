import { Button } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { formatPosition } from '../../format/duration.ts';
import { useLanguage, useLocalized, useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { Notice } from '../../shell/notice.tsx';
import type { LabVideo } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';
import { PlayerControls } from './player-controls.tsx';
import classes from './player.module.css';
import { usePlayback } from './use-playback.ts';
import { useVideoRecords } from './use-video-records.ts';

/** What stands outside of the player may ask of it. */
export interface PlayerHandle {
  readonly playFrom: (seconds: number) => void;
}

interface PlayerProps {
  readonly ref: Ref<PlayerHandle>;
  readonly video: LabVideo;
  /** Whether what is watched is told to the server. */
  readonly records: boolean;
  /** Asks for a playlist with new signatures. */
  readonly onRenew: () => Promise<void>;
}

/** The player. Nothing is fetched before the person plays. */
export function Player({ ref, video, records, onRenew }: PlayerProps) {
  const words = useWords(learnerWords).video;
  const text = useLocalized();
  const element = useRef<HTMLVideoElement>(null);
  const [wanted, setWanted] = useState(false);
  const playback = usePlayback(element, video.playlistUrl, wanted);
  useVideoRecords(element, records && wanted);
  const playFrom = (seconds: number) => {
    const player = element.current;
    if (!player) return;
    setWanted(true);
    player.currentTime = seconds;
    startWhenReady(player, seconds);
    player.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  };
  useImperativeHandle(ref, () => ({ playFrom }));
  const renew = async () => {
    await onRenew();
    playback.tryAgain();
  };
  return (
    // The player is one control for the keyboard: its keys work wherever in it the focus stands.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={classes['player']} data-quiet={wanted} onKeyDown={(event) => onPlayerKey(event, element.current)} title={wanted ? undefined : words.keys}>
      {/* The captions are tracks of the video's own languages. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        ref={element}
        className={classes['video']}
        poster={video.posterUrl ?? undefined}
        preload={wanted ? 'auto' : 'none'}
        playsInline
        crossOrigin="anonymous"
        aria-label={text(video.title)}
      >
        <Captions video={video} />
      </video>
      {wanted && <PlayerControls element={element} video={video} />}
      {!wanted && <StartButton video={video} onStart={() => playFrom(resumePosition(video))} />}
      {playback.broken && <Broken onTryAgain={() => void renew()} />}
    </div>
  );
}

function Captions({ video }: { readonly video: LabVideo }) {
  const { language } = useLanguage();
  return video.captions.map((caption) => (
    <track
      key={caption.language}
      kind="captions"
      src={caption.url}
      srcLang={caption.language.toLowerCase()}
      label={caption.language === 'KO' ? '한국어' : 'English'}
      default={caption.language === language}
    />
  ));
}

function StartButton({ video, onStart }: { readonly video: LabVideo; readonly onStart: () => void }) {
  const words = useWords(learnerWords).video;
  const at = resumePosition(video);
  return (
    <button type="button" className={classes['start']} onClick={onStart}>
      <span className={classes['disc']}>
        <IconPlayerPlayFilled size={18} aria-hidden="true" />
        {at > 0 ? words.resume(formatPosition(at)) : words.play}
      </span>
    </button>
  );
}

function Broken({ onTryAgain }: { readonly onTryAgain: () => void }) {
  const words = useWords(learnerWords).video;
  const shared = useWords(sharedWords);
  return (
    <div className={classes['broken']}>
      <Notice
        tone="bad"
        title={words.broken}
        actions={
          <Button size="compact-sm" variant="default" onClick={onTryAgain}>
            {shared.tryAgain}
          </Button>
        }
      >
        {words.brokenText}
      </Notice>
    </div>
  );
}

/** Within the last seconds there is nothing to resume: the video begins anew. */
function resumePosition(video: LabVideo): number {
  return video.resumeAtSeconds > video.durationSeconds - 10 ? 0 : video.resumeAtSeconds;
}

/** Seeks once the length is known, because a seek before that is lost, and plays. */
function startWhenReady(player: HTMLVideoElement, seconds: number): void {
  const begin = () => {
    player.currentTime = seconds;
    // A browser may refuse to play by itself; the controls are there then.
    player.play().catch(() => undefined);
  };
  if (player.readyState >= HTMLMediaElement.HAVE_METADATA) begin();
  else player.addEventListener('loadedmetadata', begin, { once: true });
}

const seekSeconds = 5;

function onPlayerKey(event: KeyboardEvent, player: HTMLVideoElement | null): void {
  if (!player || event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement) return;
  const acts: Readonly<Record<string, () => void>> = {
    ' ': () => (player.paused ? void player.play() : player.pause()),
    k: () => (player.paused ? void player.play() : player.pause()),
    ArrowLeft: () => void (player.currentTime -= seekSeconds),
    ArrowRight: () => void (player.currentTime += seekSeconds),
    c: () => toggleCaptions(player),
    f: () => void player.parentElement?.requestFullscreen?.(),
  };
  const act = acts[event.key];
  // Space on a button presses the button.
  if (!act || (event.key === ' ' && event.target instanceof HTMLButtonElement)) return;
  event.preventDefault();
  act();
}

/** Shows the default captions, or hides whichever are shown. */
function toggleCaptions(player: HTMLVideoElement): void {
  const tracks = [...player.textTracks];
  const shown = tracks.find(({ mode }) => mode === 'showing');
  if (shown) shown.mode = 'disabled';
  else if (tracks[0]) tracks[0].mode = 'showing';
}
