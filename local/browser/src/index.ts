export { launchBrowser, type LaunchOptions } from './launch.ts';
