export { checkCode, codeLimits, runCodeValidator, type CodeFailure, type CodeLimits, type CodeOutcome, type CodeProblem } from './run-code.ts';
