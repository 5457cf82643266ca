import type { ReactNode } from 'react';
import type { Answer } from '../api/use-ask.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Loading } from '../shell/loading.tsx';

interface AskedProps<Data> {
  readonly answer: Answer<Data>;
  /** Said while it takes long. */
  readonly what?: string;
  readonly children: (data: Data) => ReactNode;
}

/** What was asked for: its place while it is on its way, why it is missing, or the answer; an old answer stays when a newer one fails. */
export function Asked<Data>({ answer, what, children }: AskedProps<Data>) {
  const { data, error, refresh } = answer;
  return (
    <>
      {error && <ErrorNotice error={error} onTryAgain={refresh} />}
      {data === null && !error && <Loading {...(what === undefined ? {} : { what })} />}
      {data !== null && children(data)}
    </>
  );
}
