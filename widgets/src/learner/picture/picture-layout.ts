/** A resource to place: its id and the ids it refers to. */
export interface PictureNode {
  readonly logicalId: string;
  readonly dependsOn: readonly string[];
}

export interface PlacedNode {
  readonly logicalId: string;
  readonly x: number;
  readonly y: number;
}

interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  /** SVG path from the resource that is used to the one that uses it. */
  readonly path: string;
}

export interface PictureLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export interface PictureForm {
  readonly direction: 'right' | 'down';
  readonly perRank: number;
}

export const nodeSize = { width: 180, height: 52 } as const;
const gap = { rank: 56, node: 16 } as const;
const downGap = { rank: 36, node: 12 } as const;

/**
 * Places resources in ranks: what is used stands before what uses it; within a rank, near what it is joined to.
 * @param form.direction `right` reads like a sentence, `down` fits a narrow screen
 * @param form.perRank how many stand beside each other before a rank is broken in two
 */
export function layoutPicture(nodes: readonly PictureNode[], { direction, perRank }: PictureForm): PictureLayout {
  const ranks = orderRanks(nodes, rankNodes(nodes)).flatMap((rank) => broken(rank, perRank));
  const gaps = direction === 'right' ? gap : downGap;
  const along = direction === 'right' ? nodeSize.width : nodeSize.height;
  const across = direction === 'right' ? nodeSize.height : nodeSize.width;
  const widest = Math.max(1, ...ranks.map((rank) => rank.length));
  const span = (count: number) => count * across + (count - 1) * gaps.node;
  const placed = ranks.flatMap((rank, at) =>
    rank.map((logicalId, index) => {
      const first = at * (along + gaps.rank);
      const second = (span(widest) - span(rank.length)) / 2 + index * (across + gaps.node);
      return direction === 'right' ? { logicalId, x: first, y: second } : { logicalId, x: second, y: first };
    }),
  );
  const length = ranks.length * along + (ranks.length - 1) * gaps.rank;
  const [width, height] = direction === 'right' ? [length, span(widest)] : [span(widest), length];
  return { width, height, nodes: placed, edges: edgesBetween(nodes, placed, direction) };
}

/** The rank of each resource: one more than the highest of what it uses. A circle of references ends where it began. */
export function rankNodes(nodes: readonly PictureNode[]): ReadonlyMap<string, number> {
  const byId = new Map(nodes.map((node) => [node.logicalId, node]));
  const ranks = new Map<string, number>();
  const rankOf = (id: string, path: ReadonlySet<string>): number => {
    const known = ranks.get(id);
    if (known !== undefined) return known;
    const uses = (byId.get(id)?.dependsOn ?? []).filter((other) => byId.has(other) && !path.has(other));
    const rank = Math.max(-1, ...uses.map((other) => rankOf(other, new Set([...path, id])))) + 1;
    ranks.set(id, rank);
    return rank;
  };
  for (const { logicalId } of nodes) rankOf(logicalId, new Set([logicalId]));
  return ranks;
}

function orderRanks(nodes: readonly PictureNode[], rankOf: ReadonlyMap<string, number>): readonly (readonly string[])[] {
  const ranks: string[][] = [];
  for (const { logicalId } of nodes) (ranks[rankOf.get(logicalId) ?? 0] ??= []).push(logicalId);
  const uses = new Map(nodes.map((node) => [node.logicalId, node.dependsOn]));
  return ranks.reduce<string[][]>((done, rank) => {
    const before = done.at(-1) ?? [];
    // Mean place of what a resource uses in the rank before; those that use nothing there keep to the end.
    const pull = (id: string) => {
      const places = (uses.get(id) ?? []).map((other) => before.indexOf(other)).filter((place) => place >= 0);
      return places.length === 0 ? before.length : places.reduce((sum, place) => sum + place, 0) / places.length;
    };
    return [...done, rank.toSorted((one, other) => pull(one) - pull(other))];
  }, []);
}

function broken(rank: readonly string[], perRank: number): readonly (readonly string[])[] {
  return rank.length <= perRank ? [rank] : [rank.slice(0, perRank), ...broken(rank.slice(perRank), perRank)];
}

function edgesBetween(nodes: readonly PictureNode[], placed: readonly PlacedNode[], direction: 'right' | 'down'): readonly PlacedEdge[] {
  const places = new Map(placed.map((node) => [node.logicalId, node]));
  return nodes.flatMap(({ logicalId, dependsOn }) =>
    dependsOn.flatMap((used) => {
      const [from, to] = [places.get(used), places.get(logicalId)];
      return from && to && from !== to ? [{ from: used, to: logicalId, path: curve(from, to, direction) }] : [];
    }),
  );
}

function curve(from: PlacedNode, to: PlacedNode, direction: 'right' | 'down'): string {
  const { width, height } = nodeSize;
  if (direction === 'right') {
    const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x - 5, to.y + height / 2];
    const bend = Math.max(20, (x2 - x1) / 2);
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }
  const [x1, y1, x2, y2] = [from.x + width / 2, from.y + height, to.x + width / 2, to.y - 5];
  const bend = Math.max(14, (y2 - y1) / 2);
  return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
}
