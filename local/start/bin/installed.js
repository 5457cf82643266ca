// Plain JavaScript without dependencies: it decides whether anything has to be installed.

/**
 * Whether every package that the lockfile asks for is there in the version it asks for. npm notes what it has put into `node_modules` in a
 * lockfile of its own there (docs.npmjs.com, "package-lock.json", hidden lockfiles); packages for another system are left out of it.
 * @param {{ packages?: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} wanted package-lock.json
 * @param {{ packages?: Record<string, { version?: string }> }} installed node_modules/.package-lock.json
 */
export function isInstalled(wanted, installed) {
  const there = installed.packages ?? {};
  return Object.entries(wanted.packages ?? {}).every(([path, { version, optional, link }]) => !path.includes('node_modules/') || link === true || there[path]?.version === version || (optional === true && there[path] === undefined));
}
