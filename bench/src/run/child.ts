import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { endWithThisProcess } from './last-resort.ts';
import type { Scope } from './scope.ts';

/** A part of a bench in a process of its own, so that it takes no time from what is measured. */
export interface Child {
  readonly pid: number;
  /** Asks for something and waits for the answer; the caller knows its form. */
  ask<Answer>(question: object, answer: z.ZodType<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

const replySchema = z.union([z.object({ answer: z.unknown() }), z.object({ failed: z.string() })]);

/**
 * Starts a module of this workspace that calls `serve`.
 * @param file its path without ending, from `src`
 */
export function startChild(scope: Scope, file: string, environment: Readonly<Record<string, string>> = {}): Child {
  const module = fileURLToPath(new URL(`../${file}.js`, import.meta.url));
  const child = fork(module, [], { env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', NODE_NO_WARNINGS: '1', ...environment }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: ['--no-deprecation'] });
  endWithThisProcess(child);
  const ended = once(child, 'exit');
  let asked = Promise.resolve<unknown>(undefined);
  const exchange = async <Answer>(question: object, answer: z.ZodType<Answer>): Promise<Answer> => {
    child.send(question);
    const [message]: unknown[] = await Promise.race([once(child, 'message'), ended.then(() => { throw new Error(`${file} ended`); })]);
    const reply = replySchema.parse(message);
    if ('failed' in reply) throw new Error(`${file}: ${reply.failed}`);
    return answer.parse(reply.answer);
  };
  return scope.keep({
    pid: child.pid ?? 0,
    ask<Answer>(question: object, answer: z.ZodType<Answer>) {
      // one question at a time: answers carry no address
      const next = asked.catch(() => {}).then(() => exchange(question, answer));
      asked = next;
      return next;
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await ended;
    },
  });
}

/** Answers the questions of the process that started this one, and ends with it. */
export function serve(answer: (question: unknown) => Promise<unknown>): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', (question) => {
    answer(question).then(
      (value) => process.send?.({ answer: value }),
      (error: unknown) => process.send?.({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}
