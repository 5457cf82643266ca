import { Button } from '@mantine/core';
import type { ApiError } from '../api/api-error.ts';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { CopyableId } from '../text/copyable-id.tsx';
import { Notice } from './notice.tsx';

interface ErrorNoticeProps {
  readonly error: ApiError;
  readonly title?: string;
  readonly onTryAgain?: () => void;
  readonly onDismiss?: () => void;
}

/** An error of the API: what to do, and the code that support can search for. */
export function ErrorNotice({ error, title, onTryAgain, onDismiss }: ErrorNoticeProps) {
  const words = useWords(sharedWords);
  return (
    <Notice
      tone="bad"
      title={title ?? words.errorTitle}
      detail={<ErrorDetail code={error.code} correlationId={error.correlationId} />}
      actions={<ErrorActions onTryAgain={onTryAgain} onDismiss={onDismiss} />}
    >
      {useErrorSentence(error)}
    </Notice>
  );
}

function ErrorActions({ onTryAgain, onDismiss }: { readonly [Name in 'onTryAgain' | 'onDismiss']: (() => void) | undefined }) {
  const words = useWords(sharedWords);
  const choices = [
    [words.tryAgain, onTryAgain],
    [words.close, onDismiss],
  ] as const;
  return choices.map(
    ([label, act]) =>
      act && (
        <Button key={label} size="compact-sm" variant="default" onClick={act}>
          {label}
        </Button>
      ),
  );
}

/** The sentence for a code in the person's language; the server's own when this version has none. */
export function useErrorSentence(error: ApiError): string {
  const known: Readonly<Record<string, string>> = useWords(sharedWords).errors;
  return known[error.code] ?? error.message;
}

function ErrorDetail({ code, correlationId }: { readonly code: string; readonly correlationId: string | null }) {
  const words = useWords(sharedWords);
  return (
    <>
      <span>
        {words.errorCode} <code>{code}</code>
      </span>
      {correlationId !== null && (
        <span>
          {words.correlationId} <CopyableId value={correlationId} what={words.correlationId} />
        </span>
      )}
    </>
  );
}
