import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import classes from './confirm.module.css';

interface ConfirmProps {
  readonly opened: boolean;
  readonly title: string;
  /** What will happen and what cannot be undone. */
  readonly children: ReactNode;
  readonly confirm: string;
  /** What the button says while it is being done. */
  readonly doing: string;
  readonly destroys?: boolean;
  readonly busy: boolean;
  /** What was asked for cannot be done as it stands. */
  readonly notReady?: boolean;
  readonly error: ApiError | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before what cannot be undone. */
export function Confirm(props: ConfirmProps) {
  const shared = useWords(sharedWords);
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} closeButtonProps={{ 'aria-label': shared.close }}>
      <div className={classes['body']}>{props.children}</div>
      {props.error && <ErrorNotice error={props.error} />}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={props.onClose} data-autofocus>
          {shared.cancel}
        </Button>
        <Button {...(props.destroys === true ? { color: 'red.8' } : {})} disabled={props.busy || props.notReady === true} onClick={props.onConfirm}>
          {props.busy ? props.doing : props.confirm}
        </Button>
      </Group>
    </Modal>
  );
}
