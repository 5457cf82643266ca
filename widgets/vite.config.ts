import react from '@vitejs/plugin-react';
import { constants } from 'node:zlib';
import { defineConfig } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';
import { firstLoad } from './build/first-load.ts';

/** The highest level would take ten times as long, and save a twentieth. */
const brotli = defineAlgorithm('brotliCompress', { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });

/**
 * Two entries: `index.html` is the shell of every page; `launch.html` is the step before a page, during an LTI launch,
 * and loads a few kilobytes only. The server serves what is built here under `/app/`, with `.br` or `.gz` where the browser takes it.
 */
export default defineConfig({
  base: '/app/',
  plugins: [react(), firstLoad(), compression({ algorithms: ['gzip', brotli], include: /\.(?:js|css|svg)$/, threshold: 1_000, logLevel: 'silent' })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    // Fonts are split by the letters they hold: inlining them would make every visitor load all of them.
    assetsInlineLimit: 0,
    rollupOptions: { input: { index: 'index.html', launch: 'launch.html' } },
  },
});
