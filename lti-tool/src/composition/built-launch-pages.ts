import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPageShell } from '../adapters/http/page-shell.ts';
import { plainLaunchPages, type LaunchPages } from '../features/launch/launch-pages.ts';

const PLACE = '<!--bootstrap-->';

/** The built pages of a launch: the small one before it, and the shell of the pages after it. */
export function builtLaunchPages(folder: string): LaunchPages {
  const launch = readFileSync(join(folder, 'launch.html'), 'utf8');
  // whose page it becomes is known when the browser has proven itself; most are learners
  const shell = readPageShell(folder).of('lab');
  return {
    ...plainLaunchPages,
    store: (bootstrap) => withBootstrap(launch, bootstrap),
    newWindow: (bootstrap) => withBootstrap(launch, bootstrap),
    verify: (bootstrap) => withBootstrap(shell, bootstrap),
  };
}

/** JSON inside a document: a `<` could end the element it stands in. */
function withBootstrap(document: string, bootstrap: object): string {
  const json = JSON.stringify(bootstrap).replaceAll('<', '\\u003c');
  return document.replace(PLACE, () => `<script type="application/json" id="bootstrap">${json}</script>`);
}
