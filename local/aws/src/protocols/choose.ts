import type { ProtocolName } from '../dispatch/service.ts';
import { ec2QueryProtocol } from './ec2-query.ts';
import { jsonProtocol } from './json.ts';
import type { Protocol } from './protocol.ts';
import { queryProtocol } from './query.ts';
import { restXmlProtocol } from './rest-xml.ts';

const PROTOCOLS: Readonly<Record<ProtocolName, Protocol>> = {
  'json1.0': jsonProtocol('1.0'),
  'json1.1': jsonProtocol('1.1'),
  query: queryProtocol,
  ec2: ec2QueryProtocol,
  'rest-xml': restXmlProtocol,
};

/** The protocol of that name. */
export function protocolOf(name: ProtocolName): Protocol {
  return PROTOCOLS[name];
}
