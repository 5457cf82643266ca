import { useEffect, useState } from 'react';
import { formatPosition } from '../../format/duration.ts';
import { useWords } from '../../messages/language.ts';
import { learnerWords } from '../words/index.ts';
import { parseCues, type Cue } from './transcript-cues.ts';
import classes from './video-panel.module.css';

interface TranscriptProps {
  readonly url: string;
  readonly onSeek: (seconds: number) => void;
}

/** The captions as text to read and to jump by; fetched when it is opened. */
export function Transcript({ url, onSeek }: TranscriptProps) {
  const words = useWords(learnerWords).video;
  const [open, setOpen] = useState(false);
  return (
    <details className={classes['transcript']} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.transcript}</summary>
      {open && <Cues url={url} onSeek={onSeek} />}
    </details>
  );
}

function Cues({ url, onSeek }: TranscriptProps) {
  const words = useWords(learnerWords).video;
  const [cues, setCues] = useState<readonly Cue[] | 'failed' | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    fetch(url, { signal: stop.signal })
      .then((response) => (response.ok ? response.text() : Promise.reject(new Error(String(response.status)))))
      .then((text) => setCues(parseCues(text)))
      .catch(() => !stop.signal.aborted && setCues('failed'));
    return () => stop.abort();
  }, [url]);
  if (cues === 'failed') return <p>{words.noTranscript}</p>;
  return (
    <ol className={classes['cues']}>
      {(cues ?? []).map((cue) => (
        <li key={`${cue.from}-${cue.text}`}>
          <button type="button" onClick={() => onSeek(cue.from)}>
            <span className="tabular">{formatPosition(cue.from)}</span>
            {cue.text}
          </button>
        </li>
      ))}
    </ol>
  );
}
