import { withQuery } from '@cloudclass/hls';
import { packIdSchema, packVersionSchema, type VideoSource } from '@cloudclass/plugin-contract';
import { Router } from 'express';
import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Clock } from '../../ports/clock.ts';
import { errorsOf, fail as failGeneral } from '../../errors.ts';
import { videoErrors } from '../../features/video/video-errors.ts';

const fail = errorsOf(videoErrors);

export interface VideoEdge {
  /** Folder of the course packs. */
  readonly folder: string;
  readonly publicUrl: string;
  readonly videos: VideoSource;
  readonly clock: Clock;
}

const SECONDS_CACHED = 300;

/**
 * The embedded edge: serves a pack's video to whoever shows a valid signature, the one CloudFront would check. Playlists are rewritten so
 * that what they name carries the same signature.
 */
export function videoRoutes({ folder, publicUrl, videos, clock }: VideoEdge): Router {
  return Router().get('/video/:pack/:version/*file', async (request, response) => {
    const verified = videos.verify(new URL(request.originalUrl, publicUrl).href, clock.now());
    if (!verified.ok) throw fail(verified.code);
    const { pack, version, file } = request.params;
    const path = pathOf(folder, pack, [file].flat());
    packVersionSchema.parse(version);
    response.set('cache-control', `private, max-age=${SECONDS_CACHED}`);
    if (!path.endsWith('.m3u8')) return response.sendFile(path);
    const query = new URL(request.originalUrl, publicUrl).search;
    response.type('application/vnd.apple.mpegurl').send(withQuery(await readFile(path, 'utf8'), query));
  });
}

/** @throws NOT_FOUND for anything outside the pack's video folder */
function pathOf(folder: string, pack: string, file: readonly string[]): string {
  const root = resolve(join(folder, packIdSchema.parse(pack), 'video'));
  const path = resolve(join(root, ...file));
  if (!path.startsWith(root + sep)) throw failGeneral('NOT_FOUND');
  return path;
}
