import { parseArgs } from 'node:util';
import { startLocalAws } from './server/start.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4566' },
    'data-dir': { type: 'string' },
    'activity-stream': { type: 'string' },
  },
});

const aws = await startLocalAws({
  port: Number(values.port),
  ...(values['data-dir'] === undefined ? {} : { dataDir: values['data-dir'] }),
  ...(values['activity-stream'] === undefined ? {} : { activityStream: values['activity-stream'] }),
});

process.stdout.write(`Local AWS listens on ${aws.url}
  AWS_ENDPOINT_URL=${aws.url}
  AWS_ACCESS_KEY_ID=${aws.managementCredentials.accessKeyId}
  AWS_SECRET_ACCESS_KEY=${aws.managementCredentials.secretAccessKey}
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void aws.close().then(() => process.exit(0));
  });
}
