import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainLaunchPages, type LaunchPages } from '../features/launch/launch-pages.ts';

const PLACE = '<!--bootstrap-->';

/** The built pages of a launch: the small one before it, and the shell of the pages after it. */
export function builtLaunchPages(folder: string): LaunchPages {
  const launch = readFileSync(join(folder, 'launch.html'), 'utf8');
  const shell = readFileSync(join(folder, 'index.html'), 'utf8');
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
