import type { ReactNode } from 'react';
import { useConnectionState } from '../api/connection-context.ts';
import type { Answer } from '../api/use-ask.ts';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Loading } from '../shell/loading.tsx';

interface AskedProps<Data> {
  readonly answer: Answer<Data>;
  /** Said while it takes long. */
  readonly what?: string;
  readonly children: (data: Data) => ReactNode;
}

/** What was asked for: its place while it is on its way, why it is missing, or the answer; an old answer stays when a newer one fails, and is called old. */
export function Asked<Data>({ answer, what, children }: AskedProps<Data>) {
  const { data, error, refresh } = answer;
  const words = useWords(sharedWords);
  const said = useConnectionState() === 'offline' && data !== null;
  return (
    <>
      {/* that the network is away, and what is here old, stands above the page */}
      {error && !said && <ErrorNotice error={error} onTryAgain={refresh} {...(data === null ? {} : { title: words.notRenewed })} />}
      {data === null && !error && <Loading {...(what === undefined ? {} : { what })} />}
      {data !== null && children(data)}
    </>
  );
}
