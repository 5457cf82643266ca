import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseConfig, roleSchema, variables } from '../../lti-tool/src/config.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const serviceSchema = z.looseObject({
  image: z.string().optional(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  profiles: z.array(z.string()).optional(),
});
const composeSchema = z.looseObject({ services: z.record(z.string(), serviceSchema) });

const compose = composeSchema.parse(parse(read('docker-compose.yml'), { merge: true }));
const ours = Object.entries(compose.services).filter(([, service]) => service.build !== undefined);

describe('docker-compose.yml', () => {
  test('runs each role in a service of its own, from one Dockerfile that exists', () => {
    const roles = ours.flatMap(([, { command = [] }]) => (command.includes('--roles') ? [command.at(-1)] : []));
    expect(roles.toSorted()).toEqual([...roleSchema.options].toSorted());
    expect(new Set(ours.map(([, { build }]) => build?.dockerfile))).toEqual(new Set(['deploy/Dockerfile']));
    expect(existsSync(join(root, 'deploy/Dockerfile'))).toBe(true);
  });

  test.each(ours)('%s names a program that the tree builds or holds', (_name, { command = [] }) => {
    const [node, program = ''] = command;
    expect(node).toBe('node');
    const source = program.replace('/dist/', '/').replace(/\.js$/, '.ts');
    expect([program, source].some((path) => existsSync(join(root, path)))).toBe(true);
  });

  test.each(ours)('%s sets only variables that the server reads', (_name, { environment = {} }) => {
    expect(Object.keys(environment).filter((name) => !(name in variables))).toEqual([]);
  });

  test('with its defaults and a sealing key the environment is a usable configuration', () => {
    const [, service] = ours[0] ?? [];
    const filled = Object.entries(service?.environment ?? {}).map(([name, value]) => [name, value.replaceAll(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1').replace(/\$\{SEALING_KEY:\?[^}]*\}/, Buffer.alloc(32).toString('base64'))]);
    expect(parseConfig(Object.fromEntries(filled))).toMatchObject({ PORT: 3000, WAREHOUSE_DIR: '/warehouse' });
  });

  test('a Moodle and an AWS emulator come only when asked for', () => {
    expect(compose.services.moodle?.profiles).toEqual(['moodle']);
    expect(compose.services.aws?.profiles).toEqual(['aws']);
  });
});

describe('docs/configuration.md', () => {
  const table = [...read('docs/configuration.md').matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)`|([^|]*?)) \|/gm)].map(([, name = '', literal, words]) => ({ name, literal, words }));

  test('describes every variable the server reads, and no other', () => {
    expect(table.map((row) => row.name).toSorted()).toEqual(Object.keys(variables).toSorted());
  });

  test('states the defaults that are in force', () => {
    const required = { DATABASE_URL: 'postgres://h/d', SEALING_KEY: Buffer.alloc(32).toString('base64') };
    const defaults: Record<string, unknown> = parseConfig(required);
    const stated = Object.fromEntries(table.filter((row) => row.literal !== undefined).map((row) => [row.name, row.literal]));
    const actual = Object.fromEntries(Object.keys(stated).map((name) => [name, String(defaults[name])]));
    expect(stated).toEqual(actual);
  });
});
