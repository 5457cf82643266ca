import type { LabChanged, LabPage } from './lab-document.ts';

/**
 * The page with what changed on it.
 * @returns null when it is another lab than the one whose guide is here, because the instructor chose anew
 */
export function renewedPage(page: LabPage, changed: LabChanged): LabPage | null {
  const guides = new Map(page.steps.map(({ id, guide }) => [id, guide]));
  const steps = changed.steps.flatMap((step) => {
    const guide = guides.get(step.id);
    return guide === undefined ? [] : [{ ...step, guide }];
  });
  const isSameLab = page.pack.id === changed.pack.id && page.pack.version === changed.pack.version && steps.length === changed.steps.length;
  return isSameLab ? { ...changed, pack: { ...changed.pack, introduction: page.pack.introduction }, steps } : null;
}
