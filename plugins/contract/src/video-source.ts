/** Who may watch, and until when. */
export interface Viewing {
  /** Path prefix of the video below the edge, for instance `/video/s3-static-site/1.0.0/`. */
  readonly prefix: string;
  readonly expiresAt: Date;
}

/** Signs access to protected video. Production puts a CDN in front; embedded, the tool's own edge checks the same signatures. */
export interface VideoSource {
  /** Signs one URL of the viewing. */
  signUrl(viewing: Viewing, path: string): string;
  /** Rewrites a playlist so that every URI in it carries a signature of the viewing. */
  signPlaylist(viewing: Viewing, playlist: string): string;
  /** Whether a signed request may pass the edge now. */
  verify(requestUrl: string, now: Date): { readonly ok: true } | { readonly ok: false; readonly code: 'VIDEO_SIGNATURE_INVALID' | 'VIDEO_LINK_EXPIRED' };
}
