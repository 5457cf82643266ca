/** The light build has the types of the whole; it lacks what we do not use (alternate audio, subtitles in the stream, DRM). */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
