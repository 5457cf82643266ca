import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Frame, Page } from 'playwright-core';
import { z } from 'zod';

const source = readFileSync(fileURLToPath(import.meta.resolve('axe-core')), 'utf8');
const resultSchema = z.object({ violations: z.array(z.object({ id: z.string(), impact: z.string().nullish(), nodes: z.array(z.object({ target: z.array(z.unknown()) })) })) });

/** Serious and critical barriers on a page and in its frames, as axe-core finds them: rule and place. */
export async function seriousViolations(page: Page): Promise<string[]> {
  const found = await Promise.all(page.frames().map(violationsIn));
  return found.flat();
}

/** The tool forbids inline scripts, so axe comes in through the debugger, as an extension would. */
async function violationsIn(frame: Frame): Promise<string[]> {
  await frame.evaluate(source);
  const result = resultSchema.parse(await frame.evaluate('axe.run(document, { iframes: false, resultTypes: ["violations"] })'));
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
