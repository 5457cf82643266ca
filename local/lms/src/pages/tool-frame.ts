import { html, type Html } from '../html.ts';
import { forwardingFrame } from '../platform/login-initiation.ts';
import type { Tool } from '../platform/tools.ts';
import type { Quirks } from '../quirks/quirks.ts';

/** The frame a tool lives in. `data-tool-origin` is the only origin whose storage messages the page answers. */
export const toolFrame = ({ src, title, tool, quirks }: { src: string; title: string; tool: Tool; quirks: Quirks }): Html =>
  html`${quirks.has('storage-in-forwarding-frame') && html`<iframe name="${forwardingFrame}" src="/assets/storage-forwarding.html" title="" hidden data-storage-frame></iframe>`}<iframe class="tool" name="tool" src="${src}" title="${title}" data-tool-origin="${tool.origin}" allow="${permissions(quirks)}"></iframe>`;

const permissions = (quirks: Quirks): string => (quirks.has('frame-without-clipboard') ? 'microphone; camera; geolocation; midi; encrypted-media; autoplay; fullscreen' : 'clipboard-write; fullscreen');
