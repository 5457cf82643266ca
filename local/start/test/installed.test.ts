import { expect, test } from '@jest/globals';
import { isInstalled } from '../bin/installed.js';

const wanted = { packages: { '': { version: '0.1.0' }, 'bench': { version: '0.1.0' }, 'node_modules/@cloudclass/bench': { link: true }, 'node_modules/pg': { version: '8.0.0' }, 'node_modules/fsevents': { version: '2.0.0', optional: true } } };

test.each([
  ['everything is there', { 'node_modules/pg': { version: '8.0.0' } }, true],
  ['everything and a package for this system is there', { 'node_modules/pg': { version: '8.0.0' }, 'node_modules/fsevents': { version: '2.0.0' } }, true],
  ['a package is missing', {}, false],
  ['a package is of another version', { 'node_modules/pg': { version: '7.9.0' } }, false],
  ['a package for this system is of another version', { 'node_modules/pg': { version: '8.0.0' }, 'node_modules/fsevents': { version: '1.0.0' } }, false],
])('what is installed is found by what npm has noted: %s', (_what, packages, installed) => {
  expect(isInstalled(wanted, { packages })).toBe(installed);
});

test('nothing noted is nothing installed', () => {
  expect(isInstalled(wanted, {})).toBe(false);
});
