import { useMemo } from 'react';
import { useWords } from '../../messages/language.ts';
import type { LabResource, PackResource } from '../lab-document.ts';
import { learnerWords } from '../words/index.ts';
import { useLayout } from '../workspace/use-layout.ts';
import { fittingName } from './fitting-name.ts';
import { layoutPicture, nodeSize, type PictureForm, type PlacedNode } from './picture-layout.ts';
import { ResourceIcon, shortType } from './resource-icon.ts';
import classes from './template-picture.module.css';

interface TemplatePictureProps {
  readonly resources: readonly PackResource[];
  /** How far each resource is; none are marked before the start. */
  readonly progress?: readonly LabResource[];
}

/** The environment drawn from the template: what there is and what uses what. The same relations stand as text for those who do not see it. */
export function TemplatePicture({ resources, progress = [] }: TemplatePictureProps) {
  const words = useWords(learnerWords).before;
  const form = usePictureForm();
  const layout = useMemo(() => layoutPicture(resources, form), [resources, form]);
  const types = new Map(resources.map(({ logicalId, type }) => [logicalId, type]));
  const statuses = new Map(progress.map(({ logicalId, status }) => [logicalId, status]));
  const relations = resources.filter(({ dependsOn }) => dependsOn.length > 0);
  return (
    <figure className={classes['frame']} style={{ margin: 0 }}>
      <svg className={classes['svg']} viewBox={`0 0 ${layout.width} ${layout.height}`} width={layout.width} height={layout.height} aria-hidden="true">
        <defs>
          <marker id="uses" viewBox="0 0 6 6" refX="4.5" refY="3" markerWidth="6" markerHeight="6" orient="auto">
            <path d="M0 0 6 3 0 6Z" className={classes['arrow']} />
          </marker>
        </defs>
        {layout.edges.map(({ from, to, path }) => (
          <path key={`${from}-${to}`} d={path} className={classes['edge']} markerEnd="url(#uses)" />
        ))}
        {layout.nodes.map((node) => (
          <Node key={node.logicalId} node={node} type={types.get(node.logicalId) ?? ''} status={statuses.get(node.logicalId)} />
        ))}
      </svg>
      <figcaption className="visually-hidden">
        {words.picture}: {relations.map(({ logicalId, dependsOn }) => words.uses(logicalId, dependsOn.join(', '))).join('; ')}
      </figcaption>
    </figure>
  );
}

const forms = {
  wide: { direction: 'right', perRank: 6 },
  frame: { direction: 'down', perRank: 3 },
  narrow: { direction: 'down', perRank: 2 },
} as const;

/** The picture is drawn for the room there is: letters that shrink with it could not be read. */
function usePictureForm(): PictureForm {
  return forms[useLayout()];
}

interface NodeProps {
  readonly node: PlacedNode;
  readonly type: string;
  readonly status: LabResource['status'] | undefined;
}

/** Where a name begins in its box, and the size of its letters, as the style sheet has it. */
const nameStart = 51;
const nameSize = 12.5;
const nameRoom = (nodeSize.width - nameStart - 8) / nameSize;

function Node({ node, type, status }: NodeProps) {
  return (
    <g transform={`translate(${node.x} ${node.y})`} className={`${classes['node']} ${status ? classes[status] : ''}`}>
      <title>{node.logicalId}</title>
      <rect className={classes['box']} width={nodeSize.width} height={nodeSize.height} rx="10" />
      <rect className={classes['well']} x="10" y="10" width="32" height="32" rx="8" />
      <ResourceIcon type={type} className={classes['icon'] ?? ''} x="16" y="16" size={20} stroke={1.8} />
      <text className={classes['name']} x={nameStart} y="24">
        {fittingName(node.logicalId, nameRoom)}
      </text>
      <text className={classes['type']} x={nameStart} y="39">
        {shortType(type)}
      </text>
    </g>
  );
}
