import { z } from 'zod';
import type { Clock, Ids } from '../../clock.ts';
import { errorsOf } from '../../errors.ts';
import { platformIdSchema, type PlatformId } from '../../ids.ts';
import type { DeepLinkingRequest, LaunchFacts } from '../../launch-facts.ts';
import { one, type Sql } from '../../sql.ts';
import { claim, LTI_VERSION } from './claims.ts';
import { launchErrors } from './launch-errors.ts';

const fail = errorsOf(launchErrors);

export interface DeepLinkingDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly publicUrl: string;
  /** Signs with the tool's key. */
  readonly sign: (claims: Record<string, unknown>) => Promise<string>;
  /** The words of a pack in a language; undefined when there is no such pack. */
  readonly packText: (packId: string, language: 'ko' | 'en') => Promise<PackText | undefined>;
}

interface PackText {
  readonly title: string;
  readonly summary: string;
}

/** The session of a request to choose content. */
export interface ChoosingSession {
  readonly platformId: PlatformId;
  readonly launch: LaunchFacts;
}

export interface DeepLinkingAnswer {
  /** Where the browser posts the answer, in the field `JWT`. */
  readonly returnUrl: string;
  readonly jwt: string;
}

const ANSWER_SECONDS = 300;
/** Every lab's column: points are scaled by the platform. */
const SCORE_MAXIMUM = 100;

/**
 * Answers a request to choose content with the chosen packs (Deep Linking 2.0 section 4.5), signed with the tool's key.
 * No packs tell the platform that nothing was chosen; one that takes a single link gets the first.
 * @throws LAUNCH_NOT_CHOOSING, LAUNCH_PACK_UNKNOWN
 */
export async function answerDeepLinking(deps: DeepLinkingDeps, { platformId, launch }: ChoosingSession, packIds: readonly string[]): Promise<DeepLinkingAnswer> {
  const request = launch.deepLinking;
  if (request === undefined) throw fail('LAUNCH_NOT_CHOOSING');
  const chosen = request.acceptMultiple ? packIds : packIds.slice(0, 1);
  const items = await Promise.all(chosen.map((packId) => itemFor(deps, packId, { request, language: launch.language ?? 'ko' })));
  const { issuer, clientId } = await registrationWith(deps.sql, platformId);
  const now = Math.floor(deps.clock.now().getTime() / 1000);
  const jwt = await deps.sign({
    // the tool is the issuer here, by its client id, and the platform the audience
    iss: clientId,
    // Blackboard wants it too: https://docs.anthology.com/docs/blackboard/lti/1.3/dl/dl-return-token
    sub: clientId,
    aud: issuer,
    iat: now,
    exp: now + ANSWER_SECONDS,
    nonce: deps.ids.next(),
    [claim.messageType]: 'LtiDeepLinkingResponse',
    [claim.version]: LTI_VERSION,
    [claim.deploymentId]: launch.deploymentId,
    [claim.contentItems]: items,
    ...(request.data === undefined ? {} : { [claim.deepLinkingData]: request.data }),
  });
  return { returnUrl: request.returnUrl, jwt };
}

/** The pack travels as a custom parameter, so that every launch of the link, also from a copied course, names its lab. */
async function itemFor(deps: DeepLinkingDeps, packId: string, { request, language }: { request: DeepLinkingRequest; language: 'ko' | 'en' }): Promise<object> {
  const text = await deps.packText(packId, language);
  if (text === undefined) throw fail('LAUNCH_PACK_UNKNOWN', { detail: packId });
  return {
    type: 'ltiResourceLink',
    title: text.title,
    text: text.summary,
    url: new URL('/lti/launch', deps.publicUrl).href,
    custom: { pack: packId },
    ...(request.acceptLineItem ? { lineItem: { label: text.title, scoreMaximum: SCORE_MAXIMUM, resourceId: packId } } : {}),
  };
}

const registrationRow = z.object({ id: platformIdSchema, issuer: z.string(), client_id: z.string() });

async function registrationWith(sql: Sql, id: PlatformId): Promise<{ issuer: string; clientId: string }> {
  const row = registrationRow.parse(await one(sql, 'select id, issuer, client_id from platform where id = $1', [id]));
  return { issuer: row.issuer, clientId: row.client_id };
}
