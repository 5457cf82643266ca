/** One caption with its place in the video, in seconds. */
export interface Cue {
  readonly from: number;
  readonly text: string;
}

/** Reads WebVTT: cues with their start and their text without tags; notes and styles are left out. */
export function parseCues(vtt: string): readonly Cue[] {
  return vtt
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .flatMap((block) => {
      const lines = block.split('\n');
      const at = lines.findIndex((line) => line.includes('-->'));
      if (at === -1) return [];
      const text = lines.slice(at + 1).join(' ').replaceAll(/<[^>]+>/g, '').trim();
      const from = secondsOf(lines[at]?.split('-->')[0]?.trim() ?? '');
      return text === '' || from === null ? [] : [{ from, text }];
    });
}

function secondsOf(stamp: string): number | null {
  const parts = stamp.split(':').map(Number);
  return parts.some(Number.isNaN) || parts.length < 2 ? null : parts.reduce((sum, part) => sum * 60 + part, 0);
}
