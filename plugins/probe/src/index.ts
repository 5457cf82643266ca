export { runProbe, type ProbeOptions, type ProbeOutcome, type ProbeProblem } from './run-probe.ts';
