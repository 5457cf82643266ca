import { useEffect, useRef, useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { formatPosition } from '../../format/duration.ts';
import { useLanguage, useLocalized, useWords } from '../../messages/language.ts';
import { useLab } from '../lab-context.ts';
import { renewVideo, type LabVideo } from '../lab-document.ts';
import { Panel } from '../panel.tsx';
import { openStep } from '../step-progress.ts';
import { learnerWords } from '../words/index.ts';
import { Player, type PlayerHandle } from './player.tsx';
import { Transcript } from './transcript.tsx';
import classes from './video-panel.module.css';

interface VideoPanelProps {
  /** Plays from here; a new object is a new wish, also for the same second. */
  readonly startAt: { readonly seconds: number } | null;
  readonly title?: string;
}

/** The pack's video with its chapters and its transcript; nothing when the pack has none. */
export function VideoPanel({ startAt, title }: VideoPanelProps) {
  const { page } = useLab();
  return page.video ? <VideoPart video={page.video} startAt={startAt} title={title} /> : null;
}

function VideoPart({ video, startAt, title }: { readonly video: LabVideo; readonly startAt: VideoPanelProps['startAt']; readonly title: string | undefined }) {
  const words = useWords(learnerWords).video;
  const text = useLocalized();
  const { language } = useLanguage();
  const { readOnly } = useLab();
  const player = useRef<PlayerHandle>(null);
  const renew = useAct(renewVideo);
  const [renewed, setRenewed] = useState<LabVideo | null>(null);
  const playing = renewed ?? video;
  const captions = playing.captions.find((caption) => caption.language === language) ?? playing.captions[0];
  useEffect(() => {
    if (startAt) player.current?.playFrom(startAt.seconds);
  }, [startAt]);
  const seek = (seconds: number) => player.current?.playFrom(seconds);
  return (
    <Panel title={title ?? words.label} aside={<span className={classes['length']}>{text(video.title)} · {formatPosition(video.durationSeconds)}</span>}>
      <div className={classes['screen']}>
        <Player
          ref={player}
          video={playing}
          records={!readOnly}
          onRenew={async () => setRenewed((await renew.run({}))?.renewVideo ?? null)}
        />
        <Chapters video={video} onSeek={seek} />
      </div>
      {captions && <Transcript url={captions.url} onSeek={seek} />}
    </Panel>
  );
}

function Chapters({ video, onSeek }: { readonly video: LabVideo; readonly onSeek: (seconds: number) => void }) {
  const words = useWords(learnerWords).video;
  const text = useLocalized();
  const { steps, state } = useLab().page;
  const wanted = state.kind === 'LabReady' ? openStep(steps)?.id : undefined;
  const numberOf = (stepId: string | null) => steps.findIndex(({ id }) => id === stepId) + 1;
  return (
    <ol className={classes['chapters']} aria-label={words.chapters}>
      {video.chapters.map(({ startSeconds, title, stepId }) => (
        <li key={startSeconds}>
          <button type="button" className={classes['chapter']} data-wanted={stepId !== null && stepId === wanted} onClick={() => onSeek(startSeconds)}>
            <span className={`tabular ${classes['at']}`}>{formatPosition(startSeconds)}</span>
            <span>{text(title)}</span>
            {stepId !== null && <span className={classes['forStep']}>{words.forStep(numberOf(stepId))}</span>}
          </button>
        </li>
      ))}
    </ol>
  );
}
