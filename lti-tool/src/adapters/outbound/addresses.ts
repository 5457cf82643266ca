import { BlockList, isIP } from 'node:net';
import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { errorsOf } from '../../errors.ts';
import { outboundErrors } from './outbound-errors.ts';

/**
 * Addresses of no public host: loopback, private, link-local (which holds cloud metadata), shared, multicast, reserved (RFC 6890), and those
 * of IPv6 that hold an address of IPv4 which a gateway would take out again (RFC 4291 section 2.5.5, RFC 6052, Teredo, 6to4).
 */
const inward = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24],
  ['192.0.2.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) inward.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [['::', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64], ['2001::', 32], ['2001:db8::', 32], ['2002::', 16], ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8]] as const) inward.addSubnet(network, prefix, 'ipv6');

/** Whether an address is one of a private network, also when it is an IPv4 address written as IPv6. */
export function isInward(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isInward(mapped);
  return inward.check(address, family === 6 ? 'ipv6' : 'ipv4') || /^::ffff:/i.test(address);
}

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

export type Lookup = (hostname: string, options: LookupOptions, callback: LookupCallback) => void;
type Resolve = (hostname: string, options: LookupOptions & { readonly all: true }, callback: (error: Error | null, addresses: LookupAddress[]) => void) => void;

/**
 * Resolves a name for a connection and refuses it when any of its addresses points inward. The connection goes to the very addresses that
 * were looked at, so a name that changes in between (DNS rebinding) leads nowhere.
 */
export const guardedBy = (resolve: Resolve): Lookup => (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const first = addresses[0];
    if (first === undefined || addresses.some(({ address }) => isInward(address))) return callback(refusal(hostname), []);
    if (options.all === true) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

/** By the resolver of the system. */
export const guardedLookup = guardedBy(resolve);

/** @throws OUTBOUND_PRIVATE_ADDRESS when the host is written as an address that points inward; names are looked at when they are resolved */
export function refuseInwardHost(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isInward(host)) throw refusal(host);
}

const refusal = (host: string) => errorsOf(outboundErrors)('OUTBOUND_PRIVATE_ADDRESS', { detail: `${host} is in a private network, and ALLOW_PRIVATE_ADDRESSES is not true` });
