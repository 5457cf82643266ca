import { FilterError } from './fault.ts';
import type { Test } from './text-filter.ts';
import { mentionsVariable } from '../variables/syntax.ts';

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/**
 * `{"cidr": "10.0.0.0/24"}`, IPv4 or IPv6. A block that holds a variable is only known once the variable is filled in:
 * until then it matches nothing.
 */
export function cidr(argument: unknown): Test {
  if (typeof argument !== 'string') throw new FilterError('cidr takes a string such as 10.0.0.0/24');
  if (mentionsVariable(argument)) return () => false;
  const [base = '', length = '', ...more] = argument.split('/');
  const network = parseAddress(base);
  if (network === undefined || !/^\d{1,3}$/.test(length) || Number(length) > network.bits || more.length > 0) {
    throw new FilterError(`cidr: ${argument} is not a block such as 10.0.0.0/24 or 2001:db8::/32`);
  }
  const hostBits = BigInt(network.bits - Number(length));
  const block = network.value >> hostBits;
  return (value) => {
    const address = typeof value === 'string' ? parseAddress(value) : undefined;
    return address !== undefined && address.bits === network.bits && address.value >> hostBits === block;
  };
}

function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return { bits: 32, value: parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) };
}

/** RFC 4291 section 2.2, without the form that embeds an IPv4 address. */
function parseIpv6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const omitted = 8 - head.length - tail.length;
  if (halves.length === 1 ? omitted !== 0 : omitted < 1) return undefined;
  const groups = [...head, ...Array.from({ length: omitted }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n) };
}
