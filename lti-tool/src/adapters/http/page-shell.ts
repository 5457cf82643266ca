import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The document that every page begins with, as it was built. */
export interface PageShell {
  /** @param page last part of the page's path; the shell of one that is not known names nothing beforehand */
  of(page: string): string;
}

/** What the build says a page needs before its first draw (`widgets/build/first-load.ts`). */
const firstLoadSchema = z.record(z.string(), z.object({ scripts: z.array(z.string()), styles: z.array(z.string()) }));
type FirstLoad = z.infer<typeof firstLoadSchema>[string];

/**
 * Reads the shell. For each page it names all that the page needs, so that a browser fetches it at once and not one after another.
 * @param folder where the pages were built
 */
export function readPageShell(folder: string): PageShell {
  const plain = readFileSync(join(folder, 'index.html'), 'utf8');
  const file = join(folder, 'first-load.json');
  const needs = existsSync(file) ? firstLoadSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  const shells = new Map(Object.entries(needs).map(([page, needed]) => [page, plain.replace('</head>', () => `${linksTo(needed)}</head>`)]));
  return { of: (page) => shells.get(page) ?? plain };
}

/** @see https://html.spec.whatwg.org/multipage/links.html#link-type-modulepreload */
function linksTo({ scripts, styles }: FirstLoad): string {
  return [
    ...styles.map((href) => `<link rel="stylesheet" crossorigin href="${href}">`),
    ...scripts.map((href) => `<link rel="modulepreload" crossorigin href="${href}">`),
  ].join('');
}
