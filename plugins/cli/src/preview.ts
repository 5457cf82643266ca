import { leavesOf } from '@cloudclass/event-patterns';
import type { CoursePack, Language, PackResource } from '@cloudclass/plugin-contract';
import { loadOrExplain } from './lint.ts';
import { table, type Terminal } from './terminal.ts';

/** `pack preview`: prints what a learner will meet: the steps with points, the headings of the guide, the resources. */
export async function preview(folder: string, options: { readonly lang: Language }, terminal: Terminal): Promise<void> {
  const load = await loadOrExplain(folder, terminal);
  if (load === undefined) return;
  for (const line of previewLines(load.pack, options.lang)) terminal.out(line);
}

function previewLines(pack: CoursePack, language: Language): readonly string[] {
  const { manifest, guide, video } = pack;
  const { usualMinutes, limitMinutes } = manifest.duration;
  const points = manifest.steps.reduce((sum, step) => sum + step.points, 0);
  return [
    `${manifest.title[language]} (${manifest.id} ${manifest.version})`,
    manifest.summary[language],
    `${usualMinutes} min usually, ${limitMinutes} min at most; ${manifest.regions.join(', ')}; ${manifest.services.join(', ')}; ${points} points`,
    '',
    'Resources',
    ...indented(table(pack.resources.map((resource) => resourceRow(resource, language)))),
    '',
    'Introduction',
    ...indented(headingsOf(guide[language].introduction)),
    '',
    'Steps',
    ...manifest.steps.flatMap((step, index) => [
      `  ${index + 1}. ${step.title[language]} (${step.id}): ${step.points} points, ${step.hints.length} hints, checked by ${checksOf(pack, step.id)}`,
      ...indented(indented(headingsOf(guide[language].steps[step.id] ?? ''))),
    ]),
    '',
    video === undefined ? 'No video' : `Video: ${video.title[language]}, ${Math.round(video.durationSeconds)} s, ${video.chapters.length} chapters`,
  ];
}

function resourceRow({ logicalId, type, dependsOn, purpose }: PackResource, language: Language): readonly string[] {
  return [logicalId, type, dependsOn.length === 0 ? '-' : `uses ${dependsOn.join(', ')}`, purpose[language]];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function checksOf({ validators }: CoursePack, step: string): string {
  const kinds = validators.filter((file) => file.step === step).flatMap(({ validator }) => leavesOf(validator).flatMap(({ leaf }) => Object.keys(leaf)));
  return kinds.join(' + ');
}

/** ATX headings of a Markdown page; what looks like one inside a fenced block of code is none. */
function headingsOf(markdown: string): readonly string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, '');
  return [...prose.matchAll(/^(#{1,6}) +(.+)$/gm)].map(([, marks = '', text = '']) => `${'  '.repeat(marks.length - 1)}${text.trim()}`);
}
