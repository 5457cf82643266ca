import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createPlatformServices } from '../src/adapters/ltijs/platform-services.ts';
import { randomIds, systemClock } from '../src/ports/clock.ts';
import { addPlatform } from '../src/features/identity/platform-registry.ts';
import { createToolKeys } from '../src/features/identity/tool-keys.ts';
import { platformIdSchema, type PlatformId } from '../src/domain/ids.ts';
import { closing, listening, outbound, sealer } from './launch-server.ts';
import { migratedDatabase, type MigratedDatabase } from './migrated-database.ts';

let made: MigratedDatabase;
let server: Server;
let url: string;
let services: ReturnType<typeof createPlatformServices>;
let platformId: PlatformId;
/** How the platform answers whatever it is asked for but tokens. */
let answer: RequestListener = () => {};

beforeAll(async () => {
  made = await migratedDatabase();
  server = createServer((request, response) => {
    request.resume();
    if (request.url === '/token') response.end(JSON.stringify({ access_token: 'secret', expires_in: 3_600 }));
    else answer(request, response);
  });
  url = await listening(server);
  const { sign } = createToolKeys({ sql: made.database, clock: systemClock, sealer });
  services = createPlatformServices({ databaseUrl: made.url, sealer, outbound, clock: systemClock, sign, allowPrivateAddresses: true });
  platformId = platformIdSchema.parse(await addPlatform({ sql: made.database, ids: randomIds }, {
    institution: 'Haneul University', issuer: url, clientId: 'client', deploymentIds: ['1'], authorizationUrl: `${url}/auth`, tokenUrl: `${url}/token`, jwksUrl: `${url}/jwks`,
  }));
});
afterAll(async () => {
  await services.close();
  await closing(server);
  await made.close();
});

const page = (response: ServerResponse, body: unknown, next: string): void => void response.writeHead(200, { 'content-type': 'application/json', link: `<${next}>; rel="next"` }).end(JSON.stringify(body));
const groups = () => services.listGroups({ platformId, groupsUrl: `${url}/groups`, setsUrl: null });
const lineItem = () => services.findOrCreateLineItem({ platformId, lineItemsUrl: `${url}/items`, ltiResourceLinkId: 'link', resourceId: 'ours', label: 'Lab', scoreMaximum: 1 });

describe('a platform', () => {
  test('whose groups lead round in a ring is not asked for ever', async () => {
    answer = ({ url: asked }, response) => page(response, { groups: [] }, `${url}/groups?page=${asked?.endsWith('1') === true ? 2 : 1}`);
    expect(await groups()).toMatchObject({ kind: 'unreachable', detail: 'the next page has been read already' });
  });

  test.each([['groups', groups, { groups: [] }], ['line items', lineItem, []]] as const)('whose %s lead on and on is not asked for ever', async (_list, ask, body) => {
    let asked = 0;
    answer = (_request, response) => page(response, body, `${url}/page?${(asked += 1)}`);
    expect(await ask()).toMatchObject({ kind: 'unreachable', detail: expect.stringMatching(/^more than \d+ pages$/) });
  });

  test.each(['GET', 'POST'])('that never stops to answer a %s for line items is not heard out', async (method) => {
    let sent = 0;
    answer = (request, response) => {
      if (request.method !== method) return void response.end('[]');
      const chunk = Buffer.alloc(1_000_000, ' ');
      response.writeHead(200, { 'content-type': 'application/json' });
      const goOn = (): void => {
        sent += chunk.length;
        // far more than may be held, yet an end for the test
        if (sent > 200_000_000) return void response.end('[]');
        if (response.write(chunk)) setImmediate(goOn);
        else response.once('drain', goOn);
      };
      goOn();
    };
    expect(await lineItem()).toMatchObject({ kind: 'unreachable' });
    expect(sent).toBeLessThan(50_000_000);
  });
});
