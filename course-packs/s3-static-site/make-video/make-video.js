// Makes the pack's video from its slides: `node course-packs/s3-static-site/make-video/make-video.js`. Needs ffmpeg on the PATH and a built tree.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '@cloudclass/local-browser';
import { slidePage } from './slide-page.js';
import { slides, spoken } from './slides.js';

const FADE_SECONDS = 0.5;
const RATE = 12;
const out = fileURLToPath(new URL('../video', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'slides-'));

async function drawSlides() {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  for (const [index, slide] of slides.entries()) {
    await page.setContent(slidePage(slide));
    await page.evaluate('document.fonts.ready');
    await page.screenshot({ path: join(work, `${index}.png`) });
  }
  await page.setContent(slidePage(slides[0]));
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: join(out, 'poster.jpg'), type: 'jpeg', quality: 78 });
  await browser.close();
}

/** Slides fade into one another; each still stands its full time, so chapters begin where the words say. */
function encode() {
  const inputs = slides.flatMap(({ seconds }, index) => ['-loop', '1', '-framerate', String(RATE), '-t', String(seconds + FADE_SECONDS), '-i', join(work, `${index}.png`)]);
  const fades = starts().slice(1).map((start, index) => `[${index === 0 ? '0:v' : `f${index}`}][${index + 1}:v]xfade=transition=fade:duration=${FADE_SECONDS}:offset=${start}[f${index + 1}]`);
  execFileSync('ffmpeg', [
    '-y', '-loglevel', 'error', ...inputs,
    '-filter_complex', `${fades.join(';')};[f${slides.length - 1}]format=yuv420p[v]`, '-map', '[v]',
    '-c:v', 'libx264', '-profile:v', 'main', '-preset', 'slow', '-crf', '27', '-g', String(RATE * 4), '-keyint_min', String(RATE * 4), '-sc_threshold', '0',
    '-f', 'hls', '-hls_time', '4', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', 'init.mp4', '-hls_segment_filename', join(out, 'part-%02d.m4s'), join(out, '720p.m3u8'),
  ]);
  writeFileSync(join(out, 'master.m3u8'), '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-STREAM-INF:BANDWIDTH=400000,RESOLUTION=1280x720,FRAME-RATE=12.000,CODECS="avc1.4d401f"\n720p.m3u8\n');
}

function starts() {
  return slides.map((_slide, index) => slides.slice(0, index).reduce((sum, { seconds }) => sum + seconds, 0));
}

const clock = (seconds) => `00:${String(Math.floor(seconds / 60)).padStart(2, '0')}:${(seconds % 60).toFixed(3).padStart(6, '0')}`;

function writeCaptions() {
  for (const [language, lines] of Object.entries(spoken)) {
    const cues = starts().map((start, index) => `${clock(start + 0.3)} --> ${clock(start + slides[index].seconds)}\n${lines[index]}`);
    writeFileSync(join(out, `captions.${language}.vtt`), `WEBVTT\n\n${cues.join('\n\n')}\n`);
  }
}

function writeManifest() {
  const chapters = starts().map((start, index) => {
    const { title, step } = slides[index];
    return `  - startSeconds: ${start}\n    title: { ko: "${title[0]}", en: "${title[1]}" }${step === undefined ? '' : `\n    step: ${step}`}`;
  });
  const total = slides.reduce((sum, { seconds }) => sum + seconds, 0);
  writeFileSync(join(out, 'video.yaml'), `title: { ko: 안전한 정적 웹 사이트, en: "A static web site, done right" }
durationSeconds: ${total}
playlist: master.m3u8
poster: poster.jpg
captions: { ko: captions.ko.vtt, en: captions.en.vtt }
chapters:
${chapters.join('\n')}
`);
}

await drawSlides();
encode();
writeCaptions();
writeManifest();
rmSync(work, { recursive: true });
