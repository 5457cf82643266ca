import { createServer } from 'node:net';
import { StartError } from './start-error.ts';

export type PortName = 'tool' | 'lms' | 'aws' | 'stripe' | 'idp' | 'postgres';
export type Ports = Readonly<Record<PortName, number>>;

const names: readonly PortName[] = ['tool', 'lms', 'aws', 'stripe', 'idp', 'postgres'];

/** The tool's port and the five after it. */
export function portsFrom(first: number): Ports {
  return Object.fromEntries(names.map((name, index) => [name, first + index])) as Record<PortName, number>;
}

/**
 * Makes sure that every port is free before anything is started.
 * @throws StartError naming the port that is taken and what to do
 */
export async function assertFree(ports: Ports): Promise<void> {
  for (const name of names) {
    if (!(await isFree(ports[name]))) {
      throw new StartError(`Port ${ports[name]} (${name}) is taken by another program: end it, or choose others with PORT=${ports.tool + 1000} npm start.`);
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
