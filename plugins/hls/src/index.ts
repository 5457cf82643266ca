export { withQuery } from './playlist.ts';
export { createHlsVideoSource, generateVideoKeys, type HlsOptions } from './video-source.ts';
