import type { Language, PackVideo, VideoSource } from '@cloudclass/plugin-contract';

/** A video as a page plays it: every URL signed for this viewing. */
export interface SignedVideo {
  readonly playlistUrl: string;
  readonly posterUrl: string | null;
  readonly captions: readonly { readonly language: Language; readonly url: string }[];
}

/** How long a signed link lives; the page renews it before. */
export const LINK_SECONDS = 15 * 60;

/** Where a pack's video stands below the edge. */
export function videoPrefix(packId: string, version: string): string {
  return `/video/${packId}/${version}/`;
}

/** Signs everything the player needs for one viewing. Access follows the launch: only its session asks. */
export function signVideo(source: VideoSource, video: PackVideo, prefix: string, now: Date): SignedVideo {
  const viewing = { prefix, expiresAt: new Date(now.getTime() + LINK_SECONDS * 1000) };
  const languages: readonly Language[] = ['ko', 'en'];
  return {
    playlistUrl: source.signUrl(viewing, video.playlist),
    posterUrl: video.poster === undefined ? null : source.signUrl(viewing, video.poster),
    captions: languages.flatMap((language) => {
      const file = video.captions[language];
      return file === undefined ? [] : [{ language, url: source.signUrl(viewing, file) }];
    }),
  };
}
