import { startLocalAws } from '@cloudclass/local-aws';
import { serve } from '../run/child.ts';

/** The local AWS endpoint, for its streams. */
serve(async () => {
  const { url, managementCredentials } = await startLocalAws({ port: 0 });
  return { url, ...managementCredentials };
});
