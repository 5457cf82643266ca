import { formatPosition } from '../../format/duration.ts';
import { Panel } from '../../learner/panel.tsx';
import { useWords } from '../../messages/language.ts';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { instructorWords } from '../words/index.ts';
import type { InstructorWords } from '../words/en.ts';
import type { VideoSlice } from './insight-document.ts';
import classes from './insight.module.css';

const columnsOf = (words: InstructorWords['insight']): readonly Column<VideoSlice>[] => [
  { head: words.from, cell: ({ fromSeconds }) => formatPosition(fromSeconds) },
  { head: words.to, cell: ({ toSeconds }) => formatPosition(toSeconds) },
  { head: words.viewings(0).replace(/^0 /, ''), align: 'end', cell: ({ watched }) => watched },
];

/** How often each part of the video was watched: what is watched twice was hard, what nobody watches is too long. */
export function VideoHeatmap({ slices }: { readonly slices: readonly VideoSlice[] }) {
  const words = useWords(instructorWords).insight;
  const watched = slices.some(({ watched }) => watched > 0);
  return (
    <Panel title={words.video}>
      {watched ? <Heatmap slices={slices} /> : <p className={classes['quiet']}>{words.noVideo}</p>}
    </Panel>
  );
}

function Heatmap({ slices }: { readonly slices: readonly VideoSlice[] }) {
  const words = useWords(instructorWords).insight;
  const end = slices.at(-1)?.toSeconds ?? 1;
  const hottest = slices.reduce((most, slice) => (slice.watched > most.watched ? slice : most));
  return (
    <>
      <p className={classes['quiet']}>{words.videoText}</p>
      <svg className={classes['heat']} viewBox={`0 0 ${end} 100`} preserveAspectRatio="none" aria-hidden="true">
        {slices.map(({ fromSeconds, toSeconds, watched }) => {
          const height = (watched / hottest.watched) * 96;
          return (
            <rect key={fromSeconds} x={fromSeconds} y={100 - height} width={(toSeconds - fromSeconds) * 0.86} height={height} opacity={0.35 + 0.65 * (watched / hottest.watched)}>
              <title>{`${formatPosition(fromSeconds)}–${formatPosition(toSeconds)}: ${words.viewings(watched)}`}</title>
            </rect>
          );
        })}
      </svg>
      <div className={`tabular ${classes['axis']}`} aria-hidden="true">
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <span key={share}>{formatPosition(end * share)}</span>
        ))}
      </div>
      <p className={classes['hottest']}>
        {words.mostWatched(formatPosition(hottest.fromSeconds), formatPosition(hottest.toSeconds))} · {words.viewings(hottest.watched)}
      </p>
      <div className="visually-hidden">
        <DataTable label={words.video} columns={columnsOf(words)} rows={slices} keyOf={({ fromSeconds }) => String(fromSeconds)} />
      </div>
    </>
  );
}
