export type { PackChecks } from './checks.ts';
export { loadPack, loadPacks, type PackLoad } from './load-pack.ts';
export type { LoadedFixture } from './fixtures.ts';
export { packFaultCodes, type PackFaultCode } from './fault-codes.ts';
export { packLimits } from './pack-files.ts';
