import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The typeface that the style sheet names. */
export const STYLESHEET = 'pretendard.css';

/** A file of the typeface, ready to be served. It never changes under its name, so a browser may keep it for a day. */
export interface FontFile {
  readonly headers: { readonly 'content-type': string; readonly 'cache-control': string };
  readonly body: Buffer;
}

const folder = join(dirname(fileURLToPath(import.meta.resolve('pretendard/package.json'))), 'dist/web/variable');
const PART = /^woff2-dynamic-subset\/PretendardVariable\.subset\.\d{1,3}\.woff2$/;

/**
 * Reads a file of the typeface.
 * @param name `pretendard.css`, or a part as the style sheet names it, relative to it
 * @returns undefined when there is no such file; nothing outside the typeface can be named
 */
export async function fontFile(name: string): Promise<FontFile | undefined> {
  if (name === STYLESHEET) return file('text/css; charset=utf-8', 'pretendardvariable-dynamic-subset.css');
  return PART.test(name) ? file('font/woff2', name) : undefined;
}

async function file(type: string, name: string): Promise<FontFile | undefined> {
  const body = await readFile(join(folder, name)).catch(() => undefined);
  return body === undefined ? undefined : { headers: { 'content-type': type, 'cache-control': 'max-age=86400' }, body };
}
