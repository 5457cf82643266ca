/** How wide the letters of the page's face are at this weight, as parts of their size: the widest of each kind. */
const kinds = [
  [/[ijl]/, 0.27],
  [/[ftrI1.]/, 0.42],
  [/[cksvxyz]/, 0.59],
  [/[W]/, 1.04],
  [/[mM]/, 0.93],
  [/[w]/, 0.85],
  [/[ACDGHNOQUV]/, 0.78],
  [/[A-Z0-9]/, 0.73],
] as const;
const ANY_OTHER = 0.63;
const ELLIPSIS = 0.97;

const widthOf = (letter: string): number => kinds.find(([kind]) => kind.test(letter))?.[1] ?? ANY_OTHER;

/**
 * A resource's name, cut where its box ends: drawings have no ellipsis of their own.
 * @param room width in the size of the letters (em)
 */
export function fittingName(name: string, room: number): string {
  const letters = [...name];
  const ends = letters.map((_letter, at) => letters.slice(0, at + 1).reduce((sum, letter) => sum + widthOf(letter), 0));
  if ((ends.at(-1) ?? 0) <= room) return name;
  return `${letters.slice(0, ends.filter((end) => end <= room - ELLIPSIS).length).join('')}…`;
}
