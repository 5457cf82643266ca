import { describe, expect, test } from '@jest/globals';
import { ConfigError, parseConfig, type Config } from './config.ts';

const least = { DATABASE_URL: 'postgres://localhost/cloudclass', SEALING_KEY: Buffer.alloc(32).toString('base64') };

/** The configuration, or what its error says of a variable. */
function parsed(environment: Readonly<Record<string, string>>): Config | readonly string[] {
  try {
    return parseConfig({ ...least, ...environment });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.lines;
  }
}

describe('PUBLIC_URL', () => {
  test.each(['https://labs.example.edu', 'https://labs.example.edu/', 'http://localhost:3000'])('may be %s', (url) => {
    expect(parsed({ PUBLIC_URL: url })).toMatchObject({ PUBLIC_URL: url });
  });

  test.each(['https://example.edu/labs', 'https://example.edu/?a=b', 'https://example.edu/#a', 'https://somebody@example.edu'])('is refused as %s: LMSs would be told an address that leads nowhere', (url) => {
    expect(parsed({ PUBLIC_URL: url })).toEqual(['PUBLIC_URL: must be an address without a path: the server has its host for itself']);
  });

  test.each(['labs.example.edu', 'ftp://labs.example.edu', 'https://'])('is refused as %s, which is no address of a page', (url) => {
    expect(parsed({ PUBLIC_URL: url })).toEqual([expect.stringMatching(/^PUBLIC_URL: /)]);
  });
});

describe('FRAME_ANCESTORS', () => {
  test('is a list of sites', () => {
    expect(parsed({ FRAME_ANCESTORS: ' https://learn.example.edu  https://*.example.org:8443 portal.example.edu ' })).toMatchObject({ FRAME_ANCESTORS: ['https://learn.example.edu', 'https://*.example.org:8443', 'portal.example.edu'] });
  });

  test('adds nothing when it is left out', () => {
    expect(parsed({})).toMatchObject({ FRAME_ANCESTORS: [] });
  });

  test.each(['https://a.example;', 'https://a.example, https://b.example', '*', "'self'", 'https://a.example/path', "https://a.example; script-src *"])('is refused as %s: the browser would read another policy', (text) => {
    expect(parsed({ FRAME_ANCESTORS: text })).toEqual(expect.arrayContaining([expect.stringMatching(/^FRAME_ANCESTORS\.\d: must be sites/)]));
  });
});

test('what is missing is named, and no value is repeated', () => {
  const lines = parsed({ DATABASE_URL: '', SEALING_KEY: 'a secret that is no key' });
  expect(lines).toEqual(expect.arrayContaining(['DATABASE_URL: is missing', 'SEALING_KEY: must be 32 bytes in base64']));
  expect(String(lines)).not.toContain('a secret');
});
