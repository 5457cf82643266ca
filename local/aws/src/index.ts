export type { Clock } from './clock.ts';
export type { CallMatch, FaultControl, Faults } from './faults/faults.ts';
export { type LocalAws, type LocalAwsOptions, startLocalAws } from './server/start.ts';
