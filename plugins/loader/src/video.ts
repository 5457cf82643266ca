import { posix } from 'node:path';
import { packVideoSchema, type PackVideo } from '@cloudclass/plugin-contract';
import { parseYaml, type DocumentPath, type SourceDocument } from './document.ts';
import type { Faults } from './faults.ts';
import { stepIdsOf, type LoadedManifest } from './manifest.ts';
import type { PackFiles } from './pack-files.ts';
import { parseWith } from './schema.ts';

const file = 'video/video.yaml';

/** Reads `video/video.yaml`; a pack without it has no video. */
export async function loadVideo(files: PackFiles, loaded: LoadedManifest | undefined, faults: Faults): Promise<PackVideo | undefined> {
  const text = await files.read(file);
  const source = text === undefined ? undefined : parseYaml(file, text, faults);
  const video = source && parseWith(packVideoSchema, source, faults);
  if (source === undefined || video === undefined) return undefined;
  checkFiles(video, source, files, faults);
  await checkPlaylists(files, faults);
  checkChapters(video, source, stepIdsOf(loaded), faults);
  return video;
}

/** The URIs of an HLS playlist: whole lines, and attributes of tags. RFC 8216, section 4.1. */
const playlistUri = /^#EXT[^\n]*?URI="([^"]*)"|^(?!#)\s*(\S[^\n]*?)\s*$/;

/** Only files of the video's own folder are signed for whoever watches. */
async function checkPlaylists(files: PackFiles, faults: Faults): Promise<void> {
  for (const path of files.paths.filter((each) => each.startsWith('video/') && each.endsWith('.m3u8'))) {
    const lines = ((await files.read(path)) ?? '').replace('\ufeff', '').split('\n');
    lines.forEach((line, index) => {
      const found = playlistUri.exec(line);
      const uri = found?.[1] ?? found?.[2];
      if (uri !== undefined && !files.has(posix.join(posix.dirname(path), uri))) faults.add('PACK_VIDEO_PLAYLIST', path, index + 1, `there is no file ${uri} beside the playlist`);
    });
  }
}

function checkFiles(video: PackVideo, source: SourceDocument, files: PackFiles, faults: Faults): void {
  const named: readonly (readonly [DocumentPath, string | undefined])[] = [
    [['playlist'], video.playlist],
    [['poster'], video.poster],
    ...Object.entries(video.captions).map(([language, captions]) => [['captions', language], captions] as const),
  ];
  for (const [at, name] of named) {
    if (name === undefined) continue;
    const path = posix.join('video', name);
    if (!path.startsWith('video/') || posix.isAbsolute(name)) faults.add('PACK_FILE_UNSAFE', file, source.lineOf(at), `${name} leaves the folder of the video`);
    else if (/[\\?#:%]/.test(name)) faults.add('PACK_FILE_UNSAFE', file, source.lineOf(at), `${name} has a character that means something in a URL: \\ ? # : or %`);
    else if (!files.has(path)) faults.add('PACK_VIDEO_FILE_MISSING', file, source.lineOf(at), `there is no file ${path}`);
  }
}

function checkChapters({ chapters, durationSeconds }: PackVideo, source: SourceDocument, steps: ReadonlySet<string> | undefined, faults: Faults): void {
  chapters.forEach(({ startSeconds, step }, index) => {
    const at = ['chapters', index];
    if (startSeconds >= durationSeconds) faults.add('PACK_VIDEO_CHAPTER', file, source.lineOf([...at, 'startSeconds']), `${startSeconds} s is past the end of the video`);
    if (step !== undefined && steps?.has(step) === false) faults.add('PACK_VIDEO_CHAPTER', file, source.lineOf([...at, 'step']), `pack.yaml has no step ${step}`);
  });
}
