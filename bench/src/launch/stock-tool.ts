import { freePort } from '@cloudclass/local-postgres';
import { z } from 'zod';
import { serve } from '../run/child.ts';
import { openStock } from '../world/stock-ltijs.ts';

/** ltijs with ltijs-sequelize, set up as their READMEs say, with the one thing a tool adds: its page. */
serve(async (question) => {
  const options = z.object({ databaseUrl: z.string(), issuer: z.string(), clientId: z.string() }).parse(question);
  const lti = openStock(options);
  lti.onConnect((_token, _request, response) => response.send('It is alive.'));
  const port = await freePort();
  await lti.deploy({ port, silent: true });
  await lti.registerPlatform({
    url: options.issuer, name: 'Bench', clientId: options.clientId,
    authenticationEndpoint: `${options.issuer}/auth`, accesstokenEndpoint: `${options.issuer}/token`,
    authConfig: { method: 'JWK_SET', key: `${options.issuer}/jwks` },
  });
  return { url: `http://127.0.0.1:${port}` };
});
