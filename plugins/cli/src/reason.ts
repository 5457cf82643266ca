import type { Explanation, Verdict } from '@cloudclass/plugin-contract';

/** One line that says why a verdict is what it is, for an author. */
export function reasonFor(verdict: Verdict): string {
  switch (verdict.status) {
    case 'todo':
      return 'no record near it';
    case 'seen':
      return `${verdict.seen} of ${verdict.needed} seen, last at ${verdict.at}`;
    case 'near-miss':
    case 'forbidden':
      return explained(verdict.explanation);
    case 'held':
    case 'passed':
      return `at ${verdict.at}${capturedText(verdict.captured)}`;
  }
}

function explained({ eventName, eventTime, errorCode, clause, hint }: Explanation): string {
  const parts = [
    `${eventName} at ${eventTime}`,
    errorCode === undefined ? undefined : `failed with ${errorCode}`,
    clause && `${clause.path} is ${JSON.stringify(clause.seen)}, expected ${clause.expected === undefined ? '(secret)' : JSON.stringify(clause.expected)}`,
    hint && `hint: ${hint.en}`,
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}

function capturedText(captured: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(captured).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return entries.length === 0 ? '' : ` (${entries.join(', ')})`;
}
