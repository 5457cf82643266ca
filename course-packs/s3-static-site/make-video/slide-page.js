import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const face = readFileSync(fileURLToPath(new URL('../../../node_modules/pretendard/dist/web/variable/woff2/PretendardVariable.woff2', import.meta.url))).toString('base64');

const style = `
@font-face { font-family: P; src: url(data:font/woff2;base64,${face}); font-weight: 100 900; }
* { box-sizing: border-box; margin: 0; } body { width: 1280px; height: 720px; font-family: P; color: #161a2b; background: linear-gradient(135deg, #f7f8fd 0%, #eceffb 100%); display: grid; grid-template-columns: 1fr 1fr; gap: 56px; align-items: center; padding: 80px 88px; word-break: keep-all; }
.kicker { display: inline-grid; place-items: center; min-width: 56px; height: 56px; padding: 0 18px; border-radius: 28px; background: #3553d1; color: #fff; font-size: 24px; font-weight: 640; margin-bottom: 32px; }
h1 { font-size: 54px; line-height: 1.2; font-weight: 720; letter-spacing: -.01em; } h2 { font-size: 30px; font-weight: 440; color: #4b5473; margin-top: 14px; }
.note { margin-top: 36px; padding-left: 20px; border-left: 4px solid #3553d1; font-size: 25px; line-height: 1.5; color: #2b3350; } .note small { display: block; font-size: 21px; color: #5b6482; }
pre { font: 21px/1.65 ui-monospace, "DejaVu Sans Mono", monospace; background: #171b2c; color: #e7eafa; border-radius: 20px; padding: 36px 38px; white-space: pre-wrap; word-break: normal; box-shadow: 0 24px 60px #1e2a5c33; }
svg { width: 100%; } footer { position: absolute; left: 88px; bottom: 40px; font-size: 18px; color: #6a7290; }`;

const bucket = (x, y, size) => `<g transform="translate(${x} ${y}) scale(${size})"><path d="M-60 -50 L-46 52 Q0 74 46 52 L60 -50Z" fill="#3553d1"/><ellipse cy="-50" rx="60" ry="18" fill="#6d86ee"/><path d="M-38 0 Q0 16 38 0" stroke="#fff" stroke-width="6" fill="none" opacity=".6"/></g>`;

const art = {
  site: `<svg viewBox="0 0 480 400"><rect x="40" y="40" width="400" height="260" rx="22" fill="#fff" stroke="#d5dbf2" stroke-width="3"/><circle cx="72" cy="72" r="8" fill="#ccd4f3"/><circle cx="98" cy="72" r="8" fill="#ccd4f3"/><circle cx="124" cy="72" r="8" fill="#ccd4f3"/><rect x="72" y="112" width="200" height="24" rx="12" fill="#3553d1"/><rect x="72" y="156" width="330" height="14" rx="7" fill="#e2e7f8"/><rect x="72" y="184" width="290" height="14" rx="7" fill="#e2e7f8"/><rect x="72" y="212" width="310" height="14" rx="7" fill="#e2e7f8"/>${bucket(350, 300, 0.9)}</svg>`,
  diagram: `<svg viewBox="0 0 480 400" font-family="P" font-size="19"><rect x="20" y="30" width="200" height="70" rx="16" fill="#fff" stroke="#d5dbf2" stroke-width="3"/><text x="120" y="72" text-anchor="middle" fill="#2b3350">school network</text><path d="M120 100 V190" stroke="#3553d1" stroke-width="5" marker-end="url(#a)"/><rect x="280" y="30" width="180" height="70" rx="16" fill="#fff" stroke="#d5dbf2" stroke-width="3"/><text x="370" y="72" text-anchor="middle" fill="#8a91ab">everyone else</text><path d="M360 100 L230 205" stroke="#c54a4a" stroke-width="5" stroke-dasharray="10 9"/><circle cx="290" cy="157" r="20" fill="#c54a4a"/><path d="M281 148 l18 18 M299 148 l-18 18" stroke="#fff" stroke-width="5"/>${bucket(120, 270, 1.2)}<text x="120" y="385" text-anchor="middle" fill="#2b3350">your site</text><rect x="270" y="250" width="190" height="70" rx="16" fill="#fff" stroke="#d5dbf2" stroke-width="3"/><text x="365" y="292" text-anchor="middle" fill="#2b3350">access logs</text><path d="M200 285 H262" stroke="#9aa7dd" stroke-width="4" marker-end="url(#a)"/><defs><marker id="a" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L10 5L0 10Z" fill="#3553d1"/></marker></defs></svg>`,
};

const escape = (text) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);

/** One slide as a document of 1280 × 720. */
export function slidePage({ kicker, title, note, code, art: name }) {
  const words = note === undefined ? '' : `<p class="note">${escape(note[0])}<small>${escape(note[1])}</small></p>`;
  const beside = code === undefined ? art[name] : `<pre>${escape(code)}</pre>`;
  return `<!doctype html><meta charset="utf-8"><style>${style}</style><div><span class="kicker">${escape(kicker)}</span><h1>${escape(title[0])}</h1><h2>${escape(title[1])}</h2>${words}</div><div>${beside}</div>`;
}
