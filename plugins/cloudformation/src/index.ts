export { createCloudFormationProvisioner, stackNameOf } from './provisioner.ts';
export { emptyAccount, inventory } from './cleaning.ts';
export type { Sweep } from './cleaning.ts';
export type { ClientOptions } from './clients.ts';
