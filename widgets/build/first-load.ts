import type { Plugin } from 'vite';
import { actorOfPage, type Actor } from '../src/actor-of-page.ts';

/** What a page needs before its first draw, as addresses, in the order in which it is needed. */
interface FirstLoad {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

/** A script of the build, as far as it matters here. */
interface Chunk {
  readonly type: 'chunk';
  readonly fileName: string;
  readonly facadeModuleId: string | null;
  readonly imports: readonly string[];
  readonly viteMetadata?: { readonly importedCss: ReadonlySet<string> };
}

type Bundle = Readonly<Record<string, Chunk | { readonly type: 'asset' }>>;

const BASE = '/app/';

/**
 * Writes `first-load.json`: for every page, the files that its shell names, so that a browser fetches them all at once. By itself it would learn of
 * each only from the one before: the entry, then what all pages share, then the actor's own code.
 */
export function firstLoad(): Plugin {
  return {
    name: 'first-load',
    generateBundle(_options, bundle) {
      const source = JSON.stringify(firstLoadOfPages(bundle));
      this.emitFile({ type: 'asset', fileName: 'first-load.json', source });
    },
  };
}

/** @throws Error when an actor's code is not where its name says */
function firstLoadOfPages(bundle: Bundle): Record<string, FirstLoad> {
  return Object.fromEntries(Object.entries(actorOfPage).map(([page, actor]) => [page, firstLoadOf(bundle, actor)]));
}

function firstLoadOf(bundle: Bundle, actor: Actor): FirstLoad {
  const needed = ['/src/app.tsx', `/src/${actor}/${actor}-app.tsx`].reduce((seen, module) => withImports(bundle, chunkOf(bundle, module), seen), new Set<Chunk>());
  const styles = [...needed].flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
  return { scripts: [...needed].map(({ fileName }) => BASE + fileName), styles: [...new Set(styles)].map((file) => BASE + file) };
}

function chunkOf(bundle: Bundle, module: string): Chunk {
  const found = Object.values(bundle).find((file): file is Chunk => file.type === 'chunk' && file.facadeModuleId?.endsWith(module) === true);
  if (found === undefined) throw new Error(`no script was made of ${module}`);
  return found;
}

/** A script with all that it imports, what is imported first. */
function withImports(bundle: Bundle, chunk: Chunk, seen: Set<Chunk>): Set<Chunk> {
  if (seen.has(chunk)) return seen;
  for (const name of chunk.imports) {
    const imported = bundle[name];
    if (imported?.type === 'chunk') withImports(bundle, imported, seen);
  }
  return seen.add(chunk);
}
