import { answerConsole } from '../console/routes.ts';
import { answerFederation } from '../console/federation.ts';
import { ConsoleSessions } from '../console/sessions.ts';
import type { Cloud } from '../dispatch/cloud.ts';
import type { Dispatcher } from '../dispatch/invoke.ts';
import { asAwsError } from '../errors.ts';
import { isSigned } from '../identity/signature.ts';
import { answerWebsite } from '../s3/website.ts';
import { answerApi } from './api.ts';
import type { WebHandler } from './listen.ts';
import { readWire, type WireRequest, type WireResponse, writeWire } from './wire.ts';

function text(status: number, body: string): WireResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

const HEALTHY: WireResponse = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"status":"ok"}' };

function under(prefix: string, path: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

async function route(cloud: Cloud, dispatcher: Dispatcher, sessions: ConsoleSessions, request: WireRequest): Promise<WireResponse> {
  const { path } = request;
  if (isSigned(request)) return answerApi(cloud, dispatcher, request);
  if (path === '/_local/health') return HEALTHY;
  if (path === '/federation') return answerFederation(cloud, sessions, request);
  if (under('/console', path)) return answerConsole(cloud, sessions, request);
  if (under('/website', path)) return answerWebsite(cloud.state, request);
  return text(403, 'MissingAuthenticationToken: this is a local AWS endpoint; sign the request, or open /console.');
}

/** Sends signed requests to the API and the others to health, federation, console and websites. */
export function requestHandler(cloud: Cloud, dispatcher: Dispatcher): WebHandler {
  const sessions = new ConsoleSessions();
  return (request, response) => {
    void readWire(request)
      .then((wire) => route(cloud, dispatcher, sessions, wire))
      .catch((thrown: unknown) => {
        const error = asAwsError(thrown);
        return text(error.status, `${error.code}: ${error.message}`);
      })
      .then((answer) => writeWire(response, answer));
  };
}
