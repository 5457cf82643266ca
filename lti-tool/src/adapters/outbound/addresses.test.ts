import { expect, test } from '@jest/globals';
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
