/** `npm run screenshots -w widgets -- FOLDER [PART-OF-A-NAME]`: pictures of every state, for a person to look at. */
import { createServer } from 'vite';

const [folder = 'screenshots', wanted = ''] = process.argv.slice(2);
// Vite only reads TypeScript here: there is nothing to serve or to bundle.
const vite = await createServer({
  configFile: false,
  server: { middlewareMode: true },
  optimizeDeps: { noDiscovery: true },
  appType: 'custom',
  logLevel: 'error',
});
const { takeScreenshots } = await vite.ssrLoadModule('/test/screenshots.ts');
await takeScreenshots(folder, wanted);
const { takeStaffScreenshots } = await vite.ssrLoadModule('/test/staff-screenshots.ts');
await takeStaffScreenshots(folder, wanted);
await vite.close();
