export { compilePattern, type CompiledPattern, type Compilation } from './pattern/compile.ts';
export type { PatternFault, Position } from './pattern/fault.ts';
export { matches } from './pattern/match.ts';
export { firstDifference, type Difference } from './pattern/difference.ts';
export { referencesOf, orderSteps, type Reference } from './verdict/step-order.ts';
export type { Variable } from './variables/syntax.ts';
export { checkValidator } from './verdict/check-validator.ts';
export { compilePack, concerns, evaluate, externalValidators, type CompiledPack, type ExternalValidator } from './verdict/evaluate.ts';
export { leavesOf, type LeafValidator } from './verdict/leaves.ts';
