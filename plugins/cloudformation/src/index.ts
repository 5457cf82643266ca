export { createCloudFormationProvisioner, stackNameOf } from './provisioner.ts';
export { emptyAccount, inventory } from './cleaning/clean.ts';
export type { Sweep } from './cleaning/clean.ts';
export type { ClientOptions } from './clients.ts';
