import { html, type Html } from '../html.ts';
import type { Tool } from '../platform/tools.ts';

/** The frame a tool lives in. `data-tool-origin` is the only origin whose storage messages the page answers. */
export const toolFrame = ({ src, title, tool }: { src: string; title: string; tool: Tool }): Html =>
  html`<iframe class="tool" name="tool" src="${src}" title="${title}" data-tool-origin="${tool.origin}" allow="clipboard-write; fullscreen"></iframe>`;
