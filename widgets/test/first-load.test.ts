import { beforeEach, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { staffStage } from './staff-stage.ts';

const stage = staffStage();
let page: Page;
beforeEach(() => { page = stage.page; });

const built = (file: string): string => readFileSync(join(process.env.CLOUDCLASS_TEST_PAGES ?? '', file), 'utf8');
/** What the server names in each page's shell, as the build wrote it. */
const firstLoad = JSON.parse(built('first-load.json')) as Record<string, { scripts: string[]; styles: string[] }>;
const entry = built('index.html');
/** What comes behind the first draw, and holds nothing up: the subsets of Korean letters, and the parser of Markdown. */
const LATER = /\/(?:pretendardvariable-dynamic-subset|prose)-/;

test.each(Object.keys(firstLoad))('the shell of %s names all that its first draw needs, and nothing in vain', async (name) => {
  const fetched = new Set<string>();
  page.on('request', (request) => void fetched.add(new URL(request.url()).pathname));
  await stage.open(name);
  const { scripts = [], styles = [] } = firstLoad[name] ?? {};
  const named = [...scripts, ...styles];
  expect(named.filter((path) => !fetched.has(path))).toEqual([]);
  expect([...fetched].filter((path) => /\.(?:js|css)$/.test(path) && !named.includes(path) && !entry.includes(path) && !LATER.test(path))).toEqual([]);
});
