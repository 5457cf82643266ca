import { startLocalLms, type LocalLms, type LocalLmsOptions } from '../src/index.ts';
import { Browser } from './browser.ts';
import { FakeTool } from './fake-tool.ts';

/** People and places of the seed. */
export const learner = '1001';
export const otherLearner = '1002';
export const instructor = '1006';
export const assistant = '1007';
export const administrator = '1008';
export const labPath = '/courses/101/activities/s3-static-site';

export type Campus = { lms: LocalLms; tool: FakeTool; browse: () => Browser; close: () => Promise<void> };

/** An LMS with the fake tool registered in it. */
export async function openCampus(options: Partial<LocalLmsOptions> = {}): Promise<Campus> {
  const tool = await FakeTool.start();
  const lms = await startLocalLms({ port: 0, toolUrl: tool.url, ...options });
  tool.registration = lms.registration;
  const close = async (): Promise<void> => {
    await lms.close();
    await tool.close();
  };
  return { lms, tool, browse: () => new Browser(lms.url), close };
}
