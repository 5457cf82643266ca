import { GraphQLError, Kind, type ASTVisitor, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql';

/**
 * Refuses queries nested deeper than any page needs, so that a small request cannot ask for a large answer.
 * @param limit levels of selection sets
 */
export function maxDepth(limit: number): ValidationRule {
  return (context: ValidationContext): ASTVisitor => ({
    OperationDefinition(operation) {
      if (depthOf(operation.selectionSet, context, new Set()) > limit) {
        context.reportError(new GraphQLError(`A query may be ${limit} levels deep at most.`, { nodes: [operation], extensions: { code: 'BAD_INPUT' } }));
      }
    },
  });
}

/** @param path names of the fragments on the way, so that a cycle ends (another rule reports it) */
function depthOf(set: SelectionSetNode, context: ValidationContext, path: ReadonlySet<string>): number {
  const depths = set.selections.map((selection): number => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = context.getFragment(selection.name.value);
      if (fragment === undefined || fragment === null || path.has(selection.name.value)) return 0;
      return depthOf(fragment.selectionSet, context, new Set([...path, selection.name.value])) - 1;
    }
    return selection.selectionSet === undefined ? 0 : depthOf(selection.selectionSet, context, path) - (selection.kind === Kind.INLINE_FRAGMENT ? 1 : 0);
  });
  return 1 + Math.max(0, ...depths);
}
