import { readForm } from './form.ts';
import type { Protocol } from './protocol.ts';
import { wrapLists, writeXml } from './xml.ts';

/** The EC2 query protocol: forms in, XML with `item` lists out. Outputs are written in the names of the wire. */
export const ec2QueryProtocol: Protocol = {
  readCall: readForm,
  writeOutput: (service, { operation }, output, requestId) => ({
    status: 200,
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body: writeXml({
      [`${operation}Response`]: { '@xmlns': service.namespace, requestId, ...listed(output) },
    }),
  }),
  writeError: (_service, error, requestId) => ({
    status: error.status,
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body: writeXml({
      Response: { Errors: { Error: { Code: error.code, Message: error.message } }, RequestID: requestId },
    }),
  }),
};

function listed(output: object): object {
  const wrapped = wrapLists(output, 'item');
  return typeof wrapped === 'object' && wrapped !== null ? wrapped : {};
}
