import { GraphQLError, Kind, type ASTVisitor, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql';

/** What a question may be at most, with its fragments put in place. The largest page of ours has 199 fields, 6 levels and 4 fields at the top. */
export interface QuestionLimits {
  /** Levels of selection sets. */
  readonly depth: number;
  /** Fields in all: a small request cannot ask for a large answer. */
  readonly fields: number;
  /** Fields at the top, each of which may read a whole page. */
  readonly atTop: number;
}

/** Refuses questions that no page asks, before anything of them is answered. */
export function questionSize(limits: QuestionLimits): ValidationRule {
  return (context: ValidationContext): ASTVisitor => {
    const measure = measuring(context);
    return {
      OperationDefinition(operation) {
        const size = measure(operation);
        const over = (['depth', 'fields', 'atTop'] as const).find((name) => size[name] > limits[name]);
        if (over !== undefined) context.reportError(new GraphQLError(`A question may have a ${over} of ${limits[over]} at most.`, { nodes: [operation], extensions: { code: 'BAD_INPUT' } }));
      },
    };
  };
}

const nothing: QuestionLimits = { depth: 0, fields: 0, atTop: 0 };

/**
 * Measures each fragment once, however often it is spread: fragments that spread each other twice, thirty deep, stand for a billion fields in
 * two kilobytes. One that leads back to itself counts as nothing there; another rule reports it.
 */
function measuring(context: ValidationContext): (operation: OperationDefinitionNode) => QuestionLimits {
  const known = new Map<string, QuestionLimits>();
  const ofFragment = (name: string): QuestionLimits => {
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    known.set(name, nothing);
    const fragment: FragmentDefinitionNode | undefined | null = context.getFragment(name);
    const size = fragment === undefined || fragment === null ? nothing : ofSet(fragment.selectionSet);
    known.set(name, size);
    return size;
  };
  const ofSelection = (selection: SelectionNode): QuestionLimits => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return ofSet(selection.selectionSet);
    const within = selection.selectionSet === undefined ? nothing : ofSet(selection.selectionSet);
    return { depth: within.depth + 1, fields: within.fields + 1, atTop: 1 };
  };
  const ofSet = ({ selections }: SelectionSetNode): QuestionLimits =>
    selections.map(ofSelection).reduce((sum, size) => ({ depth: Math.max(sum.depth, size.depth), fields: sum.fields + size.fields, atTop: sum.atTop + size.atTop }), nothing);
  return (operation) => ofSet(operation.selectionSet);
}
