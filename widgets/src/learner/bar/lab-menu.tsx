import { ActionIcon, Button, Group, Menu, Modal, Text } from '@mantine/core';
import { IconClockPlus, IconDots, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../../messages/language.ts';
import { sharedWords } from '../../messages/shared-words.ts';
import { useLab } from '../lab-context.ts';
import type { LabStateOf } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';

/** What one needs rarely: extending and ending. */
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
