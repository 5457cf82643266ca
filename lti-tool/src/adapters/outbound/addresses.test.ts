import { expect, test } from '@jest/globals';
import { isInward, refuseInwardHost } from './addresses.ts';

test.each([
  '127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '100.64.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1', '224.0.0.1', '255.255.255.255',
  '::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '64:ff9b::a00:1', 'not an address',
])('%s leads inward', (address) => {
  expect(isInward(address)).toBe(true);
});

test.each(['8.8.8.8', '172.32.0.1', '192.167.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s leads outward', (address) => {
  expect(isInward(address)).toBe(false);
});

test.each(['http://127.0.0.1/', 'http://[::1]/', 'http://2130706433/', 'http://0x7f.1/', 'http://[::ffff:127.0.0.1]/'])('%s is refused before a connection', (url) => {
  expect(() => refuseInwardHost(new URL(url))).toThrow('OUTBOUND_PRIVATE_ADDRESS');
});
