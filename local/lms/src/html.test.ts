import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { html } from './html.ts';

test('no text can leave the element or the attribute it was put in', () => {
  fc.assert(fc.property(fc.string(), (text) => expect(html`${text}`.markup).not.toMatch(/[<>"']/)));
});

test('markup inside markup stays markup, and nothing stands for nothing', () => {
  expect(html`<ul>${[html`<li>${'a & b'}</li>`, html`<li>${0}</li>`]}${undefined}${false}</ul>`.markup).toBe('<ul><li>a &amp; b</li><li>0</li></ul>');
});
