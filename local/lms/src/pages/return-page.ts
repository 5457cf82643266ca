import type { RequestHandler } from 'express';
import { html } from '../html.ts';
import { sendPage } from './send-page.ts';

/**
 * Where a launch in the way of Moodle says that the tool sends people back to. Told that the activity was in a frame, the page leaves frames
 * and does nothing else: a window of its own stays empty.
 */
export const returnPage: RequestHandler = (req, res) => {
  const course = `/courses/${encodeURIComponent(String(req.query['course']))}`;
  if (req.query['launch_container'] !== FRAMED) return res.redirect(303, course);
  sendPage(res, 200, html`<!doctype html><html lang="en"><body data-course="${course}"><script src="/assets/leave-frames-only.js"></script></body></html>`);
};

/** Moodle's number for "Embed, without blocks". */
const FRAMED = '3';

/** @param courseUrl of the course the launch came from */
export function returnUrlOf(courseUrl: string): string {
  const url = new URL('/return', courseUrl);
  url.search = new URLSearchParams({ course: decodeURIComponent(courseUrl.slice(courseUrl.lastIndexOf('/') + 1)), launch_container: FRAMED }).toString();
  return url.href;
}
