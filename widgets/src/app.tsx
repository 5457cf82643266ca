import { Button, MantineProvider } from '@mantine/core';
import { StrictMode, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider as ApiProvider, useClient, type Client } from 'urql';
import { pagesFor } from './actor-pages.tsx';
import type { ApiError } from './api/api-error.ts';
import { createApi } from './api/client.ts';
import { ConnectionContext } from './api/connection-context.ts';
import { createConnection } from './api/connection.ts';
import { useAct } from './api/use-act.ts';
import { useAsk } from './api/use-ask.ts';
import { LanguageContext, languageOfBrowser, useWords, type Language } from './messages/language.ts';
import { sharedWords } from './messages/shared-words.ts';
import type { OpenedSession } from './session/open-session.ts';
import { SessionContext } from './session/session-context.ts';
import { problemWithout, staffSignInPath, type Session, type SessionProblem } from './session/session.ts';
import { setLanguageMutation, viewerQuery } from './session/viewer-document.ts';
import { useCode } from './shell/code-apart.ts';
import { ErrorNotice } from './shell/error-notice.tsx';
import { Loading } from './shell/loading.tsx';
import { ProblemPage } from './shell/problem-page.tsx';
import './theme/mantine-styles.ts';
import './theme/faces.ts';
import './theme/global.css';
import { cssVariablesResolver, theme } from './theme/theme.ts';

/** Draws the page of an opened session, or why there is none. */
export function mount(root: HTMLElement, opened: OpenedSession): void {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
        {opened.kind === 'open' ? <Signed session={opened.session} /> : <NoSession opened={opened} />}
      </MantineProvider>
    </StrictMode>,
  );
}

function NoSession({ opened }: { readonly opened: Extract<OpenedSession, { kind: 'problem' }> }) {
  return (
    <InLanguage language={languageOfBrowser(navigator.languages)} onChoose={() => undefined}>
      <SessionProblemPage opened={opened} />
    </InLanguage>
  );
}

function SessionProblemPage({ opened }: { readonly opened: Extract<OpenedSession, { kind: 'problem' }> }) {
  const words = useWords(sharedWords);
  return (
    <NoSessionPage problem={opened.problem}>
      {opened.newWindowUrl !== null && (
        <Button component="a" href={opened.newWindowUrl} target="_blank" rel="noopener">
          {words.openNewWindow}
        </Button>
      )}
    </NoSessionPage>
  );
}

/** Why there is no session, and the way to one. */
function NoSessionPage({ problem, children }: { readonly problem: SessionProblem; readonly children?: ReactNode }) {
  const words = useWords(sharedWords);
  return (
    <ProblemPage {...words.problems[problem]}>
      {problem === 'sign-in' && (
        <Button component="a" href={staffSignInPath}>
          {words.signIn}
        </Button>
      )}
      {children}
    </ProblemPage>
  );
}

function Signed({ session }: { readonly session: Session }) {
  const connection = useMemo(() => createConnection(window), []);
  const api = useMemo(() => createApi(session, connection), [session, connection]);
  return (
    <ConnectionContext value={connection}>
      <ApiProvider value={api}>
        <ViewersPage session={session} />
      </ApiProvider>
    </ConnectionContext>
  );
}

const noVariables = {};

function ViewersPage({ session }: { readonly session: Session }) {
  const answer = useAsk(viewerQuery, noVariables);
  // its code is fetched while the viewer is still being asked for
  const pages = useCode(pagesFor(session.page));
  useAskAhead(pages.kind === 'here' && !answer.data ? pages.code.askAhead : undefined);
  const keep = useAct(setLanguageMutation);
  const [chosen, setChosen] = useState<Language | null>(null);
  const viewer = answer.data?.viewer;
  const language = chosen ?? viewer?.language ?? languageOfBrowser(navigator.languages);
  const choose = (next: Language) => {
    setChosen(next);
    void keep.run({ language: next });
  };
  const here = useMemo(() => (viewer ? { session, viewer } : null), [session, viewer]);
  return (
    <InLanguage language={language} onChoose={choose}>
      {here && pages.kind === 'here' ? (
        <SessionContext value={here}>
          <pages.code.Component />
        </SessionContext>
      ) : (
        <BeforePage session={session} error={pages.kind === 'failed' ? codeMissing : answer.error} onTryAgain={pages.kind === 'failed' ? () => location.reload() : answer.refresh} />
      )}
    </InLanguage>
  );
}

/** Asks once what the page will ask, if it is not there yet to ask it. */
function useAskAhead(askAhead: ((api: Client) => void) | undefined): void {
  const api = useClient();
  useEffect(() => askAhead?.(api), [askAhead, api]);
}

/** The page's own code could not be had: the network is away, or a newer version has taken its place, which a reload brings. */
const codeMissing: ApiError = { code: 'NETWORK', correlationId: null, message: '' };

interface BeforePageProps {
  readonly session: Session;
  readonly error: ApiError | null;
  readonly onTryAgain: () => void;
}

function BeforePage({ session, error, onTryAgain }: BeforePageProps) {
  const words = useWords(sharedWords);
  if (!error) return <Loading />;
  if (error.code === 'NOT_SIGNED_IN') return <NoSessionPage problem={problemWithout(session.page)} />;
  return (
    <ProblemPage title={words.errorTitle}>
      <ErrorNotice error={error} onTryAgain={onTryAgain} />
    </ProblemPage>
  );
}

interface InLanguageProps {
  readonly language: Language;
  readonly onChoose: (language: Language) => void;
  readonly children: ReactNode;
}

function InLanguage({ language, onChoose, children }: InLanguageProps) {
  useEffect(() => {
    document.documentElement.lang = language.toLowerCase();
  }, [language]);
  return <LanguageContext value={{ language, choose: onChoose }}>{children}</LanguageContext>;
}
