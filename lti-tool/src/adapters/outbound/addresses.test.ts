import { expect, test } from '@jest/globals';
import type { LookupAddress } from 'node:dns';
import { guardedBy, isInward, refuseInwardHost } from './addresses.ts';

test.each([
  '127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '100.64.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1', '224.0.0.1', '255.255.255.255',
  '::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '::7f00:1', '2001:0:a00:1::', '2002:7f00:1::', 'fec0::1', '64:ff9b:1::a00:1', '64:ff9b::a00:1', 'not an address',
])('%s leads inward', (address) => {
  expect(isInward(address)).toBe(true);
});

test.each(['8.8.8.8', '172.32.0.1', '192.167.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s leads outward', (address) => {
  expect(isInward(address)).toBe(false);
});

test.each([
  ['0.0.0.0', '0.255.255.255', undefined, '1.0.0.0'],
  ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
  ['100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
  ['127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
  ['169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
  ['172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
  ['192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
  ['192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
  ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
  ['198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
  ['198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
  ['203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
  ['224.0.0.0', '239.255.255.255', '223.255.255.255', undefined],
  ['240.0.0.0', '255.255.255.255', undefined, undefined],
  ['::', '::ffff:ffff', undefined, '::1:0:0'],
  ['64:ff9b::', '64:ff9b::ffff:ffff', '64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff', '64:ff9b::1:0:0'],
  ['64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff', '64:ff9b:0:ffff:ffff:ffff:ffff:ffff', '64:ff9b:2::'],
  ['100::', '100::ffff:ffff:ffff:ffff', 'ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '100:0:0:1::'],
  ['2001::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff', '2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:1::'],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db9::'],
  ['2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2003::'],
  ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fe00::'],
  ['fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff', undefined],
  ['fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', undefined, undefined],
  ['ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', undefined, undefined],
])('what leads inward begins at %s and ends at %s, and what is beside it is outside', (first, last, before, after) => {
  expect([first, last].map(isInward)).toEqual([true, true]);
  expect([before, after].filter((beside) => beside !== undefined && isInward(beside))).toEqual([]);
});

/** What a connection to a name hears when it is resolved like this. */
function heardOf(error: Error | null, addresses: LookupAddress[]): unknown {
  let heard: unknown;
  guardedBy((_name, _options, answer) => answer(error, addresses))('platform.example', { all: true }, (refused) => { heard = refused; });
  return heard;
}

test('a name without an address leads nowhere', () => {
  expect(heardOf(null, [])).toMatchObject({ code: 'OUTBOUND_PRIVATE_ADDRESS' });
});

test('a name that cannot be resolved says why', () => {
  const error = new Error('no such name');
  expect(heardOf(error, [])).toBe(error);
});

test.each(['http://127.0.0.1/', 'http://[::1]/', 'http://2130706433/', 'http://0x7f.1/', 'http://[::ffff:127.0.0.1]/'])('%s is refused before a connection', (url) => {
  expect(() => refuseInwardHost(new URL(url))).toThrow('OUTBOUND_PRIVATE_ADDRESS');
});

test('a name that changes between two questions leads nowhere: the connection gets the addresses that were looked at, from one question', () => {
  const answers = ['8.8.8.8', '10.0.0.1'];
  let asked = 0;
  const heard: unknown[] = [];
  const lookup = guardedBy((_name, _options, answer) => answer(null, [{ address: answers[asked++] ?? '', family: 4 }]));
  lookup('platform.example', { all: true }, (error, addresses) => heard.push(error ?? addresses));
  expect(asked).toBe(1);
  lookup('platform.example', {}, (error, address) => heard.push(error ?? address));
  expect(heard).toEqual([[{ address: '8.8.8.8', family: 4 }], expect.objectContaining({ code: 'OUTBOUND_PRIVATE_ADDRESS' })]);
});
