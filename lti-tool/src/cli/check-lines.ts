import { checkCodes } from '../features/platform-check/check-codes.ts';
import type { Finding } from '../features/platform-check/finding.ts';
import type { CheckItem } from '../features/platform-check/report.ts';

const marks = { ok: 'ok', failed: 'FAILED', skipped: 'not tried' } as const;

/** What one part of a check found, as lines of a terminal; of a part that does not work also what to do about it. */
export function checkLines(item: CheckItem): string[] {
  const found = [...(item.finding === undefined ? [] : [findingText(item.finding)]), ...(item.detail === '' ? [] : [item.detail])].join(': ');
  const head = `${item.part.padEnd(14)} ${marks[item.outcome].padEnd(10)} ${found}`.trimEnd();
  return item.outcome === 'ok' ? [head] : [head, `${' '.repeat(15)}${item.code}: ${checkCodes[item.code]}`];
}

function findingText(finding: Finding): string {
  switch (finding.kind) {
    case 'address':
    case 'no-answer':
      return finding.url;
    case 'local-address':
      return `${finding.url}, which an LMS in a container or on another machine cannot read`;
    case 'status':
      return `${finding.url} answered with ${finding.status}`;
    case 'no-keys':
      return `${finding.url} holds no keys`;
    case 'keys':
      return `${finding.count} at ${finding.url}`;
    case 'clock':
      return `${Math.abs(finding.seconds)} s ${finding.seconds < 0 ? 'behind' : 'ahead'}`;
    case 'token':
      return `a token for scores until ${finding.until.toISOString()}`;
    case 'line-items':
      return `${finding.count} line items on the first page`;
    case 'people':
      return `${finding.count} people on the first page`;
    case 'notices':
      return finding.types.join(', ');
    case 'later':
      return `${finding.seconds} s`;
  }
}
