import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { layoutPicture, nodeSize, rankNodes, type PictureNode } from './picture-layout.ts';

const node = (logicalId: string, ...dependsOn: string[]): PictureNode => ({ logicalId, dependsOn });

const graphs = fc
  .array(fc.array(fc.nat(11), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .map((all) => all.map((uses, at) => node(`n${at}`, ...uses.map((use) => `n${use}`))));

describe('the picture of a template', () => {
  test('a resource stands one rank after the last of what it uses', () => {
    const ranks = rankNodes([node('vpc'), node('subnet', 'vpc'), node('server', 'vpc', 'subnet')]);
    expect(Object.fromEntries(ranks)).toEqual({ vpc: 0, subnet: 1, server: 2 });
  });

  test('resources that refer to each other are still placed', () => {
    expect(rankNodes([node('a', 'b'), node('b', 'a')]).size).toBe(2);
  });

  test('what is used but not in the template is left out of the relations', () => {
    expect(layoutPicture([node('a', 'elsewhere')], { direction: 'right', perRank: 6 }).edges).toEqual([]);
  });

  test('a rank with more than there is room for is broken into two', () => {
    const { nodes } = layoutPicture([node('a'), node('b'), node('c')], { direction: 'down', perRank: 2 });
    expect(new Set(nodes.map(({ y }) => y)).size).toBe(2);
  });

  test('no two resources ever overlap and all stand inside the picture', () => {
    fc.assert(
      fc.property(graphs, fc.constantFrom('right' as const, 'down' as const), fc.integer({ min: 1, max: 6 }), (nodes, direction, perRank) => {
        const layout = layoutPicture(nodes, { direction, perRank });
        expect(layout.nodes).toHaveLength(nodes.length);
        for (const [at, one] of layout.nodes.entries()) {
          expect(one.x >= 0 && one.y >= 0 && one.x + nodeSize.width <= layout.width && one.y + nodeSize.height <= layout.height).toBe(true);
          for (const other of layout.nodes.slice(at + 1)) {
            expect(Math.abs(one.x - other.x) >= nodeSize.width || Math.abs(one.y - other.y) >= nodeSize.height).toBe(true);
          }
        }
      }),
    );
  });
});
