import { activity } from './activity/activity.ts';
import { board } from './board/board.ts';
import { grades } from './grades/grades.ts';
import { launch } from './launch/launch.ts';
import { commandOf, UsageError, type Command } from './run/arguments.ts';
import type { Bench } from './run/bench.ts';
import { jsonOf, tableOf } from './run/report.ts';
import { openScope } from './run/scope.ts';
import { roster } from './roster/roster.ts';
import { start } from './start/start.ts';

const benches: readonly Bench[] = [launch, activity, board, start, grades, roster];

async function run({ bench, flags, json }: Command): Promise<void> {
  const scope = openScope();
  // Ctrl-C ends what was started, too
  const interrupted = (): void => void scope.close().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const outcome = await bench.run({ flags, scope, say: (line) => void process.stderr.write(`  ${line}\n`) });
    await scope.close();
    process.stdout.write(`${json ? jsonOf(bench, outcome) : tableOf(bench, outcome)}\n`);
  } finally {
    await scope.close();
  }
}

try {
  await run(commandOf(process.argv.slice(2), benches));
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof UsageError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
