import { languageSchema, type Language, type PackGuide, type StepId } from '@cloudclass/plugin-contract';
import type { Faults } from './faults.ts';
import type { LoadedManifest } from './manifest.ts';
import type { PackFiles } from './pack-files.ts';

/** Reads `guide/<language>/index.md` and a page for each step, in every language. */
export async function loadGuide(files: PackFiles, { manifest, source }: LoadedManifest, faults: Faults): Promise<Record<Language, PackGuide>> {
  const steps = manifest.steps.map(({ id }) => id);
  checkNames(files, new Set<string>(steps), faults);
  const guides = languageSchema.options.map(async (language) => {
    const page = async (name: string, line: number) => readPage(files, `guide/${language}/${name}.md`, line, faults);
    const introduction = await page('index', 1);
    const pages = await Promise.all(steps.map(async (step, index) => [step, await page(step, source.lineOf(['steps', index]))] as const));
    return [language, { introduction, steps: Object.fromEntries(pages) as Record<StepId, string> }] as const;
  });
  // One entry for each language of the schema, so the record is complete.
  return Object.fromEntries(await Promise.all(guides)) as Record<Language, PackGuide>;
}

/** @param line of the step in pack.yaml that asks for the page: a missing page has no line of its own. */
async function readPage(files: PackFiles, path: string, line: number, faults: Faults): Promise<string> {
  const text = (await files.read(path)) ?? '';
  if (text.trim() !== '') return text;
  if (files.has(path)) faults.add('PACK_GUIDE_MISSING', path, 1, 'the page is empty');
  else faults.add('PACK_GUIDE_MISSING', 'pack.yaml', line, `there is no page ${path}`);
  return '';
}

function checkNames(files: PackFiles, steps: ReadonlySet<string>, faults: Faults): void {
  const languages = new Set<string>(languageSchema.options);
  for (const path of files.paths.filter((each) => each.startsWith('guide/'))) {
    const [, language = '', page, ...more] = path.split('/');
    if (!page?.endsWith('.md') || more.length > 0 || !languages.has(language)) {
      faults.add('PACK_GUIDE_UNKNOWN_STEP', path, 1, `a page stands at guide/<${[...languages].join('|')}>/<step or index>.md`);
    } else if (page !== 'index.md' && !steps.has(page.slice(0, -'.md'.length))) {
      faults.add('PACK_GUIDE_UNKNOWN_STEP', path, 1, `pack.yaml has no step ${page.slice(0, -'.md'.length)}`);
    }
  }
}
