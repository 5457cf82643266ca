import { parseArgs } from 'node:util';
import { startLocalLms } from './index.ts';
import { products } from './quirks/products.ts';
import { isQuirk } from './quirks/quirk-list.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3100' },
    tool: { type: 'string', default: 'http://127.0.0.1:3000' },
    data: { type: 'string' },
    product: { type: 'string', default: 'haneul' },
    /** Names of quirks with commas between, instead of those of the product. */
    quirks: { type: 'string' },
  },
});

const product = products.find((name) => name === values.product);
if (product === undefined) throw new Error(`--product has to be one of ${products.join(', ')}`);
const named = values.quirks?.split(',').filter((name) => name !== '');
const quirks = named?.filter(isQuirk);
const unknown = named?.filter((name) => !isQuirk(name)) ?? [];
if (unknown.length > 0) throw new Error(`--quirks does not know ${unknown.join(', ')}; GET /_local/quirks lists them`);

const lms = await startLocalLms({
  port: Number(values.port),
  toolUrl: values.tool,
  product,
  ...(quirks === undefined ? {} : { quirks }),
  ...(values.data === undefined ? {} : { dataDir: values.data }),
});
process.stdout.write(`${lms.url}\n${JSON.stringify(lms.registration, null, 2)}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void lms.close());
