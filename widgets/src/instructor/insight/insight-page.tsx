import { Button } from '@mantine/core';
import { IconChartBar, IconDownload } from '@tabler/icons-react';
import { useAsk } from '../../api/use-ask.ts';
import { Ago } from '../../format/instant.tsx';
import { useLocalized, useWords } from '../../messages/language.ts';
import { Empty } from '../../shell/empty.tsx';
import { Asked } from '../../staff/asked.tsx';
import { Column, Pair } from '../../staff/column.tsx';
import { download } from '../../staff/download.ts';
import { useKept } from '../../staff/use-kept.ts';
import { usePolled } from '../../staff/use-polled.ts';
import { instructorWords } from '../words/index.ts';
import { toCsv } from './csv.ts';
import { insightQuery, type Insight } from './insight-document.ts';
import { insightRows } from './insight-rows.ts';
import classes from './insight.module.css';
import { NearMisses, StepInsights } from './step-insights.tsx';
import { VideoHeatmap } from './video-heatmap.tsx';

const refreshMs = 30_000;
const noVariables = {};

/** What the class as a whole does: where it stops, how long it takes, what goes wrong, what it watches. */
export function InsightPage() {
  const words = useWords(instructorWords).insight;
  const answer = useKept(useAsk(insightQuery, noVariables));
  usePolled(answer.refresh, refreshMs);
  return (
    <Column>
      <Asked answer={answer} what={words.loading}>
        {({ courseInsight }) =>
          courseInsight.asOf === null ? (
            <Empty icon={IconChartBar} title={words.noEvents}>
              {words.noEventsText}
            </Empty>
          ) : (
            <Counted insight={courseInsight} asOf={courseInsight.asOf} />
          )
        }
      </Asked>
    </Column>
  );
}

function Counted({ insight, asOf }: { readonly insight: Insight; readonly asOf: string }) {
  const words = useWords(instructorWords).insight;
  const text = useLocalized();
  return (
    <>
      <div className={classes['head']}>
        <p className={classes['quiet']}>
          {words.asOf} <Ago at={asOf} />. {words.asOfNote}
        </p>
        <Button
          size="compact-md"
          fz="sm"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
          onClick={() => download(`insight-${asOf.slice(0, 10)}.csv`, toCsv(insightRows(insight, words, text)), 'text/csv')}
        >
          {words.export}
        </Button>
      </div>
      <Pair>
        <StepInsights steps={insight.steps} />
        <NearMisses steps={insight.steps} />
      </Pair>
      <VideoHeatmap slices={insight.video} />
    </>
  );
}
