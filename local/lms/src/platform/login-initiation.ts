import type { Response } from 'express';
import type { LmsContext } from '../context.ts';
import { targetLinkUriOf, type PendingLaunch } from './pending-launches.ts';
import { sendSelfPostingForm } from './self-posting-form.ts';

type Needs = Pick<LmsContext, 'urls' | 'launches' | 'platformStorage' | 'loginInitiation' | 'quirks' | 'newId'>;

/**
 * Begins a launch: remembers what was asked for and sends the browser to the tool's login endpoint
 * (1EdTech Security Framework 1.0 section 5.1.1.1). The hint is JSON, as Moodle's is: a tool has to echo it as it came.
 */
export function sendLoginInitiation(context: Needs, res: Response, launch: PendingLaunch): void {
  const hint = JSON.stringify({ launch: context.newId() });
  context.launches.set(hint, launch);
  const parameters = loginParameters(context, launch, hint);
  if (context.loginInitiation === 'post') return sendSelfPostingForm(res, launch.tool.initiateLoginUri, parameters);
  res.redirect(303, `${launch.tool.initiateLoginUri}?${new URLSearchParams(parameters)}`);
}

function loginParameters(context: Needs, launch: PendingLaunch, hint: string): Record<string, string> {
  return {
    iss: context.urls.issuer,
    target_link_uri: targetLinkUriOf(launch),
    login_hint: launch.person.id,
    lti_message_hint: hint,
    ...(context.quirks.has('login-without-client') ? {} : { client_id: launch.tool.clientId }),
    ...(context.quirks.has('login-without-deployment') ? {} : { lti_deployment_id: launch.tool.deploymentId }),
    ...storageTarget(context),
  };
}

/** The page around the tool's frame, or the one that opened its window, answers LTI Platform Storage messages. */
export const storageTarget = ({ platformStorage, quirks }: Pick<LmsContext, 'platformStorage' | 'quirks'>): Record<string, string> =>
  platformStorage ? { lti_storage_target: quirks.has('storage-in-forwarding-frame') ? forwardingFrame : '_parent' } : {};

/** What Canvas calls the frame beside the tool that keeps its values. */
export const forwardingFrame = 'post_message_forwarding';
