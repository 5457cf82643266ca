import { readForm } from './form.ts';
import type { Protocol } from './protocol.ts';
import { wrapLists, writeXml } from './xml.ts';

/** The AWS query protocol of STS, IAM and CloudFormation. */
export const queryProtocol: Protocol = {
  readCall: readForm,
  writeOutput: (service, { operation }, output, requestId) => ({
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: writeXml({
      [`${operation}Response`]: {
        '@xmlns': service.namespace,
        [`${operation}Result`]: wrapLists(output, 'member'),
        ResponseMetadata: { RequestId: requestId },
      },
    }),
  }),
  writeError: (service, error, requestId) => ({
    status: error.status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: writeXml({
      ErrorResponse: {
        '@xmlns': service.namespace,
        Error: { Type: error.status >= 500 ? 'Receiver' : 'Sender', Code: error.code, Message: error.message },
        RequestId: requestId,
      },
    }),
  }),
};
