import type { Response } from 'express';
import { html, type Html } from '../html.ts';

/**
 * Answers with a page that posts a form by itself: how OpenID Connect's `form_post` response mode and login
 * initiation cross from one site to another. Without scripts, the person presses the button.
 */
export function sendSelfPostingForm(res: Response, action: string, fields: Readonly<Record<string, string>>): void {
  const inputs = Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  res.status(200).set('Cache-Control', 'no-store').type('html').send(page(action, inputs).markup);
}

const page = (action: string, inputs: readonly Html[]): Html => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>…</title></head>
<body>
<form method="post" action="${action}">${inputs}<noscript><button>Continue · 계속</button></noscript></form>
<script src="/assets/submit-form.js"></script>
</body>
</html>
`;
