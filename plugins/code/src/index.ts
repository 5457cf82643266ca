export { codeLimits, runCodeValidator, type CodeLimits, type CodeOutcome, type CodeProblem } from './run-code.ts';
