export { createHlsVideoSource, generateVideoKeys, type HlsOptions } from './video-source.ts';
