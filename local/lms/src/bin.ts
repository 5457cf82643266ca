import { parseArgs } from 'node:util';
import { startLocalLms } from './index.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3100' },
    tool: { type: 'string', default: 'http://127.0.0.1:3000' },
    data: { type: 'string' },
  },
});

const lms = await startLocalLms({ port: Number(values.port), toolUrl: values.tool, ...(values.data === undefined ? {} : { dataDir: values.data }) });
process.stdout.write(`${lms.url}\n${JSON.stringify(lms.registration, null, 2)}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void lms.close());
