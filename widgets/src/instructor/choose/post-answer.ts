import type { DeepLinkingAnswer } from './choose-document.ts';

/**
 * Hands the answer to the platform: the browser itself posts it and leaves this page.
 * LTI Deep Linking 2.0, section 4.2: a form POST with the message in `JWT`.
 */
export function postAnswer({ jwt, returnUrl }: DeepLinkingAnswer): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = returnUrl;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'JWT';
  field.value = jwt;
  form.append(field);
  document.body.append(form);
  form.submit();
}
