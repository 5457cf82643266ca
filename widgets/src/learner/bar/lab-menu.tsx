import { ActionIcon, Button, Group, Menu, Modal, Text } from '@mantine/core';
import { IconClockPlus, IconDots, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { CopyableId } from '../../text/copyable-id.tsx';
import { useLab } from '../lab-context.ts';
import type { LabStateOf } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';
import classes from './lab-bar.module.css';

/** What one needs rarely: the account, the region, the template's outputs, extending and ending. */
export function LabMenu({ state }: { readonly state: LabStateOf<'LabReady'> }) {
  const words = useWords(learnerWords);
  const { acts, readOnly } = useLab();
  const [ending, setEnding] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={300} withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size="md" aria-label={words.bar.more}>
            <IconDots size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <LabFacts state={state} />
          {!readOnly && <Menu.Divider />}
          {!readOnly && state.canExtend && (
            <Menu.Item leftSection={<IconClockPlus size={16} aria-hidden="true" />} onClick={() => void acts.extend(30)}>
              {words.bar.extend}
            </Menu.Item>
          )}
          {!readOnly && (
            <Menu.Item leftSection={<IconPlayerStop size={16} aria-hidden="true" />} onClick={() => setEnding(true)}>
              {words.bar.end}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <EndModal opened={ending} onClose={() => setEnding(false)} />
    </>
  );
}

function LabFacts({ state }: { readonly state: LabStateOf<'LabReady'> }) {
  const words = useWords(learnerWords).bar;
  const facts = [
    { name: words.account, value: state.accountId },
    { name: words.region, value: state.region },
    ...state.outputs,
  ];
  return (
    <dl className={classes['details']}>
      {facts.map(({ name, value }) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>
            <CopyableId value={value} what={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Asks before what cannot be undone. */
function EndModal({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const words = useWords(learnerWords).end;
  const shared = useWords(sharedWords);
  const { acts } = useLab();
  return (
    <Modal opened={opened} onClose={onClose} title={words.title} closeButtonProps={{ 'aria-label': shared.close }}>
      <Text size="sm">{words.text}</Text>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          {words.keep}
        </Button>
        <Button color="red.8" loading={acts.busy.end} onClick={() => void acts.end()}>
          {words.confirm}
        </Button>
      </Group>
    </Modal>
  );
}
