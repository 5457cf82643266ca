import { isoSeconds } from '../clock.ts';
import type { Service } from '../dispatch/service.ts';
import type { CallContext } from '../dispatch/cloud.ts';
import type { Operation, TrailResource } from '../dispatch/operation.ts';
import type { AwsError } from '../errors.ts';
import { uuid } from '../ids.ts';
import type { JsonObject } from '../state/model.ts';
import { userIdentity } from './identity.ts';

/** The version of the record format this endpoint writes. */
const EVENT_VERSION = '1.11';

/** All that a record says of one call. */
export interface TrailFacts {
  readonly service: Service;
  readonly operation: Operation;
  readonly context: CallContext;
  readonly region: string;
  readonly parameters: JsonObject | null;
  readonly response: JsonObject | null;
  readonly resources: readonly TrailResource[];
  readonly additional: JsonObject | undefined;
  readonly error: AwsError | null;
}

function errorCode(service: Service, code: string): string {
  if (service.protocol === 'ec2') return `Client.${code}`;
  return code === 'AccessDeniedException' ? 'AccessDenied' : code;
}

/** Writes a call down as CloudTrail does. CloudTrail User Guide, "CloudTrail record contents". */
export function trailRecord(facts: TrailFacts): JsonObject {
  const { service, operation, context, error } = facts;
  const via = context.origin.via;
  return {
    eventVersion: EVENT_VERSION,
    userIdentity: userIdentity(context.caller, via),
    eventTime: isoSeconds(context.now),
    eventSource: `${service.id}.amazonaws.com`,
    eventName: operation.eventName,
    awsRegion: facts.region,
    sourceIPAddress: via ?? context.origin.sourceIp,
    userAgent: via ?? context.origin.userAgent,
    ...(error ? { errorCode: errorCode(service, error.code), errorMessage: error.message } : {}),
    requestParameters: facts.parameters,
    responseElements: error ? null : facts.response,
    ...(facts.additional ? { additionalEventData: facts.additional } : {}),
    requestID: context.requestId,
    eventID: uuid(),
    readOnly: operation.readOnly,
    ...(facts.resources.length > 0 ? { resources: facts.resources } : {}),
    eventType: 'AwsApiCall',
    ...(service.apiVersion === undefined ? {} : { apiVersion: service.apiVersion }),
    managementEvent: !operation.dataEvent,
    recipientAccountId: context.account.id,
    eventCategory: operation.dataEvent ? 'Data' : 'Management',
    ...(context.origin.console ? { sessionCredentialFromConsole: 'true' } : {}),
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: context.origin.host },
  };
}
