import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconLogout, IconSettings } from '@tabler/icons-react';
import { useAct } from '../api/use-act.ts';
import { useLanguage, useWords, type Language } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import { pagePath, type PageName } from '../session/session.ts';
import { useSession, useViewer } from '../session/session-context.ts';
import { signOutMutation, type Actor } from '../session/viewer-document.ts';

const languages: readonly (readonly [Language, string])[] = [
  ['KO', '한국어'],
  ['EN', 'English'],
];
const schemes: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];

/** The first page of each actor. */
const homePages: Readonly<Record<Actor, PageName>> = {
  OBSERVER: 'observe',
  LEARNER: 'lab',
  INSTRUCTOR: 'class',
  MANAGER: 'manager',
  SALES: 'sales',
  OPERATOR: 'operator',
};

/** Language, appearance, the way back, and the other pages the person may open. */
export function ViewerMenu() {
  const words = useWords(sharedWords);
  const viewer = useViewer();
  return (
    <Menu position="bottom-end" width={220} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.more}>
          <IconSettings size={18} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <LanguageItems />
        <SchemeItems />
        <ActorItems />
        <Menu.Divider />
        {viewer.returnUrl !== null && (
          <Menu.Item component="a" href={viewer.returnUrl} target="_top" leftSection={<IconArrowBackUp size={16} />}>
            {words.backToCourse}
          </Menu.Item>
        )}
        <SignOutItem />
      </Menu.Dropdown>
    </Menu>
  );
}

function LanguageItems() {
  const words = useWords(sharedWords);
  const { language, choose } = useLanguage();
  return (
    <>
      <Menu.Label>{words.language}</Menu.Label>
      {languages.map(([code, name]) => (
        <Menu.Item key={code} onClick={() => choose(code)} lang={code.toLowerCase()} rightSection={language === code && <Chosen />}>
          {name}
        </Menu.Item>
      ))}
    </>
  );
}

function SchemeItems() {
  const words = useWords(sharedWords);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{words.appearance.label}</Menu.Label>
      {schemes.map((scheme) => (
        <Menu.Item key={scheme} onClick={() => setColorScheme(scheme)} rightSection={colorScheme === scheme && <Chosen />}>
          {words.appearance[scheme]}
        </Menu.Item>
      ))}
    </>
  );
}

function ActorItems() {
  const words = useWords(sharedWords);
  const viewer = useViewer();
  const session = useSession();
  const others = viewer.actors.filter((actor) => homePages[actor] !== session.page);
  return others.map((actor) => (
    <Menu.Item key={actor} component="a" href={pagePath(session, homePages[actor])}>
      {words.actors[actor]}
    </Menu.Item>
  ));
}

function SignOutItem() {
  const words = useWords(sharedWords);
  const signOut = useAct(signOutMutation);
  const leave = async () => {
    const done = await signOut.run({});
    if (done) window.location.reload();
  };
  return (
    <Menu.Item onClick={() => void leave()} leftSection={<IconLogout size={16} aria-hidden="true" />}>
      {words.signOut}
    </Menu.Item>
  );
}

function Chosen() {
  return <IconCheck size={16} aria-label="✓" />;
}
