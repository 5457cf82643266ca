import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

// Runs the fuzz test of the launch for longer than `npm test` does: --launches how many, --seed where the sequence begins.
const { values } = parseArgs({ options: { launches: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } } });
const globals = JSON.stringify({ launches: Number(values.launches), seed: Number(values.seed) });
const root = fileURLToPath(new URL('../..', import.meta.url));
const { status } = spawnSync('npm', ['run', '-s', 'jest', '--', 'lti-tool/test/launch-fuzz', '--selectProjects', 'integration', '--globals', globals], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
