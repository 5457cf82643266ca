import { IconMaximize, IconPlayerPauseFilled, IconPlayerPlayFilled, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useEffect, useState, type RefObject } from 'react';
import { formatPosition } from '../../format/duration.ts';
import { useWords } from '../../messages/language.ts';
import type { LabVideo } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';
import classes from './player.module.css';

interface PlayerControlsProps {
  readonly element: RefObject<HTMLVideoElement | null>;
  readonly video: LabVideo;
}

interface PlayerState {
  readonly position: number;
  readonly paused: boolean;
  readonly muted: boolean;
  readonly rate: number;
}

const rates = [0.75, 1, 1.25, 1.5, 2];

/** Play, position, captions, speed, sound, full screen: each a native control, so that each speaks for itself. */
export function PlayerControls({ element, video }: PlayerControlsProps) {
  const words = useWords(learnerWords).video;
  const state = usePlayerState(element);
  const act = (change: (player: HTMLVideoElement) => void) => () => element.current && change(element.current);
  return (
    <div className={classes['controls']}>
      <Position element={element} video={video} position={state.position} />
      <div className={classes['row']}>
        <button
          type="button"
          className={classes['button']}
          aria-label={state.paused ? words.play : words.pause}
          onClick={act((player) => (state.paused ? void player.play() : player.pause()))}
        >
          {state.paused ? <IconPlayerPlayFilled size={18} /> : <IconPlayerPauseFilled size={18} />}
        </button>
        <button
          type="button"
          className={classes['button']}
          aria-label={state.muted ? words.unmute : words.mute}
          onClick={act(toggleSound)}
        >
          {state.muted ? <IconVolumeOff size={18} /> : <IconVolume size={18} />}
        </button>
        <span className={`tabular ${classes['time']}`}>
          {formatPosition(state.position)} / {formatPosition(video.durationSeconds)}
        </span>
        <CaptionChoice element={element} video={video} />
        <select
          className={classes['select']}
          aria-label={words.speed}
          value={state.rate}
          onChange={(event) => {
            const rate = Number(event.currentTarget.value);
            act((player) => setRate(player, rate))();
          }}
        >
          {rates.map((rate) => (
            <option key={rate} value={rate}>
              {rate}×
            </option>
          ))}
        </select>
        <button
          type="button"
          className={classes['button']}
          aria-label={words.fullscreen}
          onClick={act((player) => void player.parentElement?.requestFullscreen?.())}
        >
          <IconMaximize size={18} />
        </button>
      </div>
    </div>
  );
}

function Position({ element, video, position }: PlayerControlsProps & { readonly position: number }) {
  const words = useWords(learnerWords).video;
  return (
    <input
      type="range"
      className={classes['range']}
      min={0}
      max={Math.floor(video.durationSeconds)}
      step={1}
      value={Math.floor(position)}
      aria-label={words.seek}
      aria-valuetext={formatPosition(position)}
      onChange={(event) => setPosition(element.current, Number(event.currentTarget.value))}
    />
  );
}

function CaptionChoice({ element, video }: PlayerControlsProps) {
  const words = useWords(learnerWords).video;
  const shown = useShownCaptions(element);
  if (video.captions.length === 0) return null;
  return (
    <select
      className={`${classes['select']} ${classes['push']}`}
      aria-label={words.captions}
      value={shown}
      onChange={(event) => showCaptions(element.current, event.currentTarget.value)}
    >
      <option value="">
        {words.captions}: {words.off}
      </option>
      {video.captions.map(({ language }) => (
        <option key={language} value={language.toLowerCase()}>
          {language === 'KO' ? '한국어' : 'English'}
        </option>
      ))}
    </select>
  );
}

function toggleSound(player: HTMLVideoElement): void {
  player.muted = !player.muted;
}

function setRate(player: HTMLVideoElement, rate: number): void {
  player.playbackRate = rate;
}

function setPosition(player: HTMLVideoElement | null, seconds: number): void {
  if (player) player.currentTime = seconds;
}

/** Shows the captions of one language; none for an empty one. */
function showCaptions(player: HTMLVideoElement | null, language: string): void {
  for (const track of player?.textTracks ?? []) track.mode = track.language === language ? 'showing' : 'disabled';
}

function useShownCaptions(element: RefObject<HTMLVideoElement | null>): string {
  const [shown, setShown] = useState('');
  useEffect(() => {
    const tracks = element.current?.textTracks;
    if (!tracks) return;
    const read = () => setShown([...tracks].find(({ mode }) => mode === 'showing')?.language ?? '');
    read();
    tracks.addEventListener('change', read);
    return () => tracks.removeEventListener('change', read);
  }, [element]);
  return shown;
}

function usePlayerState(element: RefObject<HTMLVideoElement | null>): PlayerState {
  const [state, setState] = useState<PlayerState>({ position: 0, paused: true, muted: false, rate: 1 });
  useEffect(() => {
    const player = element.current;
    if (!player) return;
    const read = () => setState({ position: player.currentTime, paused: player.paused, muted: player.muted, rate: player.playbackRate });
    read();
    const names = ['timeupdate', 'play', 'pause', 'volumechange', 'ratechange', 'seeked'];
    for (const name of names) player.addEventListener(name, read);
    return () => {
      for (const name of names) player.removeEventListener(name, read);
    };
  }, [element]);
  return state;
}
