import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Two entries: `index.html` is the shell of every page; `launch.html` is the step before a page, during an LTI launch,
 * and loads a few kilobytes only. The server serves what is built here under `/app/`.
 */
export default defineConfig({
  base: '/app/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    // Fonts are split by the letters they hold: inlining them would make every visitor load all of them.
    assetsInlineLimit: 0,
    rollupOptions: { input: { index: 'index.html', launch: 'launch.html' } },
  },
});
