interface Lockfile {
  readonly packages?: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean; readonly link?: boolean }>>;
}

export function isInstalled(wanted: Lockfile, installed: Lockfile): boolean;
