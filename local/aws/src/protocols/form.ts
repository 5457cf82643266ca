import { AwsError } from '../errors.ts';
import type { WireRequest } from '../server/wire.ts';
import type { ReadCall } from './protocol.ts';

interface Node {
  text?: string;
  readonly members: Map<string, Node>;
}

function insert(root: Node, path: readonly string[], text: string): void {
  let node = root;
  for (const step of path) {
    const next = node.members.get(step) ?? { members: new Map() };
    node.members.set(step, next);
    node = next;
  }
  node.text = text;
}

function toValue(node: Node): unknown {
  if (node.members.size === 0) return node.text;
  const names = [...node.members.keys()];
  const only = names.length === 1 ? node.members.get('member') : undefined;
  if (only && only.members.size > 0) return toValue(only);
  if (names.every((name) => /^\d+$/.test(name))) {
    return names.sort((one, other) => Number(one) - Number(other)).map((name) => toValue(node.members.get(name) ?? node));
  }
  return Object.fromEntries([...node.members].map(([name, member]) => [name, toValue(member)]));
}

/**
 * Reads the form of the query protocols: `Action` names the operation, dots nest, numbers (with or without `member`)
 * make lists. Every value stays text. Smithy specification, "AWS query protocol" and "AWS EC2 query protocol".
 */
export function readForm(request: WireRequest): ReadCall {
  const form = request.body.length > 0 ? new URLSearchParams(request.body.toString('utf8')) : request.query;
  const operation = form.get('Action');
  if (operation === null) throw new AwsError('MissingAction', 'The request names no Action.');
  const root: Node = { members: new Map() };
  for (const [name, text] of form) {
    if (name !== 'Action' && name !== 'Version' && !name.startsWith('X-Amz-')) insert(root, name.split('.'), text);
  }
  const input = toValue(root);
  return { operation, input: typeof input === 'object' && input !== null ? input : {} };
}
