import { z } from 'zod';
import type { Clock, Ids } from '../../ports/clock.ts';
import { DATED_BACK_SECONDS } from '../../domain/dated-back.ts';
import { errorsOf } from '../../errors.ts';
import { platformIdSchema, type PlatformId } from '../../domain/ids.ts';
import type { DeepLinkingRequest, LaunchFacts } from '../../domain/launch-facts.ts';
import { one, type Sql } from '../../ports/sql.ts';
import { claim, LTI_VERSION } from './claims.ts';
import { contentItem, type ContentItem, type PlacedLab } from './content-item.ts';
import { launchErrors } from './launch-errors.ts';

const fail = errorsOf(launchErrors);

export interface DeepLinkingDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly publicUrl: string;
  /** Signs with the tool's key. */
  readonly sign: (claims: Record<string, unknown>) => Promise<string>;
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

/** What the instructor did: placed labs, changed their mind, or could place nothing because of what the platform takes. */
export type ChoosingOutcome =
  | { readonly kind: 'placed'; readonly labs: readonly PlacedLab[] }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unable' };

const ANSWER_SECONDS = 300;

/** What the platform shows to the instructor, in the language of the launch. */
const messages = {
  ko: {
    placed: (count: number) => `실습 ${count}개를 추가했습니다.`,
    cancelled: '실습을 추가하지 않았습니다.',
    unable: '이 위치에는 외부 도구 링크를 추가할 수 없어 실습을 보내지 못했습니다. 외부 도구를 추가할 수 있는 위치에서 다시 시작해 주세요.',
  },
  en: {
    placed: (count: number) => (count === 1 ? '1 lab was added.' : `${count} labs were added.`),
    cancelled: 'No lab was added.',
    unable: 'No lab was sent: this place of the course takes no links to external tools. Begin again from a place that does.',
  },
} as const;

/**
 * Answers a request to choose content (Deep Linking 2.0 section 4.5), signed with the tool's key.
 * A platform that takes a single item gets the first; one that takes no links gets a message of why there is none.
 * @throws LAUNCH_NOT_CHOOSING
 */
export async function answerDeepLinking(deps: DeepLinkingDeps, { platformId, launch }: ChoosingSession, outcome: ChoosingOutcome): Promise<DeepLinkingAnswer> {
  const request = requestOf({ launch });
  const items = outcome.kind === 'placed' ? contentItems(deps, request, outcome.labs) : [];
  const { issuer, clientId } = await registrationWith(deps.sql, platformId);
  const now = Math.floor(deps.clock.now().getTime() / 1000);
  const jwt = await deps.sign({
    // the tool is the issuer here, by its client id, and the platform the audience
    iss: clientId,
    // Blackboard wants it too: https://docs.anthology.com/docs/blackboard/lti/1.3/dl/dl-return-token
    sub: clientId,
    aud: issuer,
    iat: now - DATED_BACK_SECONDS,
    exp: now + ANSWER_SECONDS,
    nonce: deps.ids.next(),
    [claim.messageType]: 'LtiDeepLinkingResponse',
    [claim.version]: LTI_VERSION,
    [claim.deploymentId]: launch.deploymentId,
    [claim.contentItems]: items,
    ...(request.data === undefined ? {} : { [claim.deepLinkingData]: request.data }),
    ...messageClaims(outcome, items.length, launch.language ?? 'ko'),
  });
  return { returnUrl: request.returnUrl, jwt };
}

/** The request that a session was opened for. @throws LAUNCH_NOT_CHOOSING */
export function requestOf({ launch }: Pick<ChoosingSession, 'launch'>): DeepLinkingRequest {
  if (launch.deepLinking === undefined) throw fail('LAUNCH_NOT_CHOOSING');
  return launch.deepLinking;
}

/** What the platform will get for labs that are placed: as many as it takes, each with what it takes. */
export function contentItems({ publicUrl }: Pick<DeepLinkingDeps, 'publicUrl'>, request: DeepLinkingRequest, labs: readonly PlacedLab[]): ContentItem[] {
  if (!request.acceptTypes.includes('ltiResourceLink')) return [];
  return (request.acceptMultiple ? labs : labs.slice(0, 1)).map((lab) => contentItem(lab, request, publicUrl));
}

/** Section 4.5: `msg` and `errormsg` are shown to the person, `errorlog` is for the platform's log. */
function messageClaims(outcome: ChoosingOutcome, placed: number, language: 'ko' | 'en'): Record<string, string> {
  const words = messages[language];
  if (outcome.kind === 'cancelled' || (outcome.kind === 'placed' && outcome.labs.length === 0)) return { [claim.deepLinkingMessage]: words.cancelled };
  if (placed > 0) return { [claim.deepLinkingMessage]: words.placed(placed) };
  return { [claim.deepLinkingErrorMessage]: words.unable, [claim.deepLinkingErrorLog]: 'accept_types does not hold ltiResourceLink, the only type this tool sends' };
}

const registrationRow = z.object({ id: platformIdSchema, issuer: z.string(), client_id: z.string() });

async function registrationWith(sql: Sql, id: PlatformId): Promise<{ issuer: string; clientId: string }> {
  const row = registrationRow.parse(await one(sql, 'select id, issuer, client_id from platform where id = $1', [id]));
  return { issuer: row.issuer, clientId: row.client_id };
}
