import { chromium, type Browser } from 'playwright-core';
import { browserProgram } from './program.ts';

export interface LaunchOptions {
  /** True refuses cookies of other sites in frames, as browsers do by default now. */
  readonly blockThirdPartyCookies?: boolean;
  /** Names that lead to this machine, as `*.test`. */
  readonly ownNames?: string;
}

/** Starts a headless Chromium that reaches nothing but what a test asks for. */
export async function launchBrowser({ blockThirdPartyCookies = false, ownNames }: LaunchOptions = {}): Promise<Browser> {
  const { executablePath, environment } = await browserProgram();
  const inherited = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return chromium.launch({
    executablePath,
    env: { ...inherited, ...environment },
    args: [
      '--headless=shell',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
      '--autoplay-policy=no-user-gesture-required',
      ...(blockThirdPartyCookies ? ['--test-third-party-cookie-phaseout'] : []),
      ...(ownNames === undefined ? [] : [`--host-resolver-rules=MAP ${ownNames} 127.0.0.1`]),
    ],
  });
}
