import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { LaunchPlatform } from './launch-platform.ts';
import { startLaunchServer, type LaunchServer } from './launch-server.ts';

/** The launch endpoints and a platform made by hand, for the tests of one file. */
export interface LaunchStage {
  readonly server: LaunchServer;
  readonly platform: LaunchPlatform;
  now(): Date;
  later(seconds: number): void;
}

/** Starts and ends with the tests of the file. The clock goes forward only, by half a minute before each test: what is kept in memory expires between them. */
export function launchStage(): LaunchStage {
  let now = new Date('2026-11-24T05:00:00Z');
  let started: { readonly server: LaunchServer; readonly platform: LaunchPlatform } | undefined;
  const later = (seconds: number): void => { now = new Date(now.getTime() + seconds * 1000); };
  const running = (): NonNullable<typeof started> => {
    if (started === undefined) throw new Error('the stage stands while tests run');
    return started;
  };
  beforeAll(async () => {
    const server = await startLaunchServer({ clock: { now: () => now } });
    started = { server, platform: await LaunchPlatform.start(server) };
  });
  beforeEach(() => later(30));
  afterAll(async () => {
    await started?.platform.close();
    await started?.server.close();
  });
  return { get server() { return running().server; }, get platform() { return running().platform; }, now: () => now, later };
}
