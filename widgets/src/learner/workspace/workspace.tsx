import { Tabs } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useWords } from '../../messages/language.ts';
import { RecentActivity } from '../activity/recent-activity.tsx';
import { Guide } from '../guide/guide.tsx';
import { HelpPanel } from '../help/help-panel.tsx';
import { useLab } from '../lab-context.ts';
import type { LabStateOf } from '../lab-document.ts';
import { StepList } from '../steps/step-list.tsx';
import { StepStrip } from '../steps/step-strip.tsx';
import { LabValues } from '../values/lab-values.tsx';
import { VideoPanel } from '../video/video-panel.tsx';
import { learnerWords } from '../words/index.ts';
import { useLayout } from './use-layout.ts';
import { useStepFocus } from './use-step-focus.ts';
import { Warnings } from './warnings.tsx';
import { goTo, guideAnchor, helpAnchor, stepAnchor, WorkspaceContext } from './workspace-context.ts';
import classes from './workspace.module.css';

type Tab = 'steps' | 'guide' | 'video' | 'help';

/** The lab while it runs: guide, steps, video, help, in the room there is. */
export function Workspace({ state }: { readonly state: LabStateOf<'LabReady'> }) {
  const { steps } = useLab().page;
  const layout = useLayout();
  const { selectedStep, select, announcement } = useStepFocus(steps);
  const [tab, setTab] = useState<Tab>('steps');
  const [startAt, setStartAt] = useState<{ readonly seconds: number } | null>(null);
  const links = useMemo(() => {
    const show = (next: Tab, anchor: string) => {
      setTab(next);
      goTo(anchor);
    };
    return {
      selectedStep,
      select,
      readGuide: (stepId: string) => show('guide', guideAnchor(stepId)),
      showStep: (stepId: string) => {
        select(stepId);
        show('steps', stepAnchor(stepId));
      },
      playFrom: (seconds: number) => {
        setTab('video');
        setStartAt({ seconds });
      },
      askForHelp: () => show('help', helpAnchor),
    };
  }, [selectedStep, select]);
  const video = <VideoPanel startAt={startAt} />;
  const values = <LabValues state={state} />;
  return (
    <WorkspaceContext value={links}>
      <output className="visually-hidden">{announcement}</output>
      <div className={classes[layout]}>
        <div className={classes['warnings']}>
          <Warnings state={state} />
        </div>
        {layout === 'wide' && <WideColumns video={video} values={values} />}
        {layout === 'frame' && <FrameColumn video={video} values={values} />}
        {layout === 'narrow' && <NarrowTabs video={video} values={values} tab={tab} onTab={setTab} />}
      </div>
    </WorkspaceContext>
  );
}

/** What every layout places. */
interface PlacedProps {
  readonly video: React.ReactNode;
  readonly values: React.ReactNode;
}

function WideColumns({ video, values }: PlacedProps) {
  return (
    <div className={classes['columns']}>
      <div className={classes['reading']}>
        {video}
        <Guide />
      </div>
      <div className={classes['doing']}>
        <StepList />
        {values}
        <HelpPanel />
        <RecentActivity />
      </div>
    </div>
  );
}

function FrameColumn({ video, values }: PlacedProps) {
  return (
    <>
      <StepStrip />
      {values}
      {video}
      <Guide />
      <HelpPanel />
      <RecentActivity />
    </>
  );
}

/** Every panel stays mounted: the video plays on while its learner reads the steps. */
function NarrowTabs({ video, values, tab, onTab }: PlacedProps & { readonly tab: Tab; readonly onTab: (tab: Tab) => void }) {
  const words = useWords(learnerWords).tabs;
  const { page } = useLab();
  const tabs: readonly Tab[] = page.video ? ['steps', 'guide', 'video', 'help'] : ['steps', 'guide', 'help'];
  return (
    <Tabs value={tab} onChange={(next) => onTab((next ?? 'steps') as Tab)}>
      <Tabs.List grow className={classes['tabs']}>
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {words[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="steps">
        <StepList />
        {values}
      </Tabs.Panel>
      <Tabs.Panel value="guide">
        <Guide />
      </Tabs.Panel>
      <Tabs.Panel value="video">{video}</Tabs.Panel>
      <Tabs.Panel value="help">
        <HelpPanel />
        <RecentActivity />
      </Tabs.Panel>
    </Tabs>
  );
}
