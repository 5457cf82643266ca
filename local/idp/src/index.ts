import { fontFile } from '@cloudclass/local-fonts';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { configuration, type IdpClient } from './configuration.ts';
import { openKeys } from './keys.ts';
import { handleSignIn } from './sign-in.ts';

export type { IdpClient } from './configuration.ts';

export type LocalIdpOptions = {
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly clients: readonly IdpClient[];
  /** Where the keys are kept. Sessions and grants end with the process. */
  readonly dataDir?: string;
};

export type LocalIdp = { readonly url: string; readonly issuer: string; readonly close: () => Promise<void> };

const FONTS = '/fonts/';

/** Starts the provider. Resolves when it answers. */
export async function startLocalIdp(options: LocalIdpOptions): Promise<LocalIdp> {
  const keys = await openKeys(options.dataDir);
  const server = createServer();
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // Safe: a server listening on TCP has an AddressInfo.
  const issuer = `http://127.0.0.1:${port}`;
  server.on('request', requestHandler(new Provider(issuer, configuration(options.clients, keys))));
  return { url: issuer, issuer, close: () => stop(server) };
}

function requestHandler(provider: Provider): (req: IncomingMessage, res: ServerResponse) => void {
  const oidc = provider.callback();
  return (req, res) => {
    if (req.url === '/_local/health') return void res.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    if (req.url?.startsWith(FONTS)) return void sendFont(req.url.slice(FONTS.length), res);
    if (!req.url?.startsWith('/sign-in/')) return void oidc(req, res);
    handleSignIn(provider, req, res).catch((error: unknown) => res.destroy(error instanceof Error ? error : undefined));
  };
}

async function sendFont(name: string, res: ServerResponse): Promise<void> {
  const file = await fontFile(name);
  res.writeHead(file === undefined ? 404 : 200, file?.headers).end(file?.body);
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
