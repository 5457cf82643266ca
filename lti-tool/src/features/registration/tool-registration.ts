import type { PlatformConfiguration } from './platform-configuration.ts';
import { groupScope, noticeScope, requiredScopes, type ToolDescription } from './tool-description.ts';

/** Names alone: the class board shows them. An e-mail address is asked for by nobody here. */
const claims = ['iss', 'sub', 'name', 'given_name', 'family_name', 'locale'] as const;

/** Custom parameters by the variable that fills them; only those the LMS knows are asked for, the others would come as `$…`. */
const variables = {
  context_id_history: ['Context.id.history'],
  // Canvas and Brightspace have the second, which lists the ids of links too
  resource_link_id_history: ['ResourceLink.id.history', 'Activity.id.history'],
  submission_end: ['ResourceLink.submission.endDateTime'],
} as const;

/** Canvas's own variables (https://developerdocs.instructure.com/services/canvas/external-tools/lti/file.tools_variable_substitutions). */
const canvasVariables = {
  // role_scope_mentor is sent to tools of the privacy level "public" alone
  observed_users: ['com.instructure.User.observees'],
  canvas_course_id: ['Canvas.course.id'], canvas_assignment_id: ['Canvas.assignment.id'], canvas_assignment_due_at: ['Canvas.assignment.dueAt.iso8601'],
} as const;

/**
 * Where content is chosen: Moodle, Sakai and Brightspace by the names of the specification, Canvas by its own, which it
 * writes with and without its address. Not in a navigation menu: a link there belongs to no lab.
 */
const choosingPlaces = ['ContentArea', 'assignment_selection', 'link_selection'];
const CANVAS_PLACEMENT = 'https://canvas.instructure.com/lti/';

const isForChoosing = (placement: string): boolean => choosingPlaces.includes(placement.replace(CANVAS_PLACEMENT, ''));

const isCanvas = ({ product }: PlatformConfiguration): boolean => product === 'canvas';

/** What is asked of an LMS, for its administrator to see before it is asked. */
export interface RegistrationPlan {
  readonly scopes: readonly string[];
  /** What the tool needs and the LMS does not list. */
  readonly missingScopes: readonly string[];
  readonly messages: readonly RegisteredMessage[];
  readonly customParameters: Readonly<Record<string, string>>;
}

interface RegisteredMessage {
  readonly type: 'LtiResourceLinkRequest' | 'LtiDeepLinkingRequest' | 'LtiSubmissionReviewRequest';
  readonly placements: readonly string[];
}

/** Decides what to ask for: what the tool needs, as far as the LMS offers it. */
export function planRegistration(configuration: PlatformConfiguration): RegistrationPlan {
  const { scopes: offered, variables: known } = configuration;
  const isOffered = (scope: string): boolean => !namesServices(offered) || offered.includes(scope);
  const wished = Object.entries({ ...variables, ...(isCanvas(configuration) ? canvasVariables : {}) });
  return {
    scopes: [...requiredScopes.filter(isOffered), ...[noticeScope, groupScope].filter((scope) => offered.includes(scope))],
    missingScopes: requiredScopes.filter((scope) => !isOffered(scope)),
    messages: messagesFor(configuration),
    customParameters: Object.fromEntries(wished.flatMap(([name, ways]) => {
      const variable = ways.find((way) => known.includes(way));
      return variable === undefined ? [] : [[name, `$${variable}`] as const];
    })),
  };
}

/**
 * Whether the scopes are those of services at all. Sakai lists `openid` alone, has every service, and lets a tool use those whose scopes it asks for
 * (PlatformConfiguration.java and lti_tool_edit.vm of Sakai).
 */
const namesServices = (scopes: readonly string[]): boolean => scopes.some((scope) => scope.startsWith('https://purl.imsglobal.org/'));

/** Deep linking comes first: Canvas gives a message without a placement the one for links, unless that is taken. */
function messagesFor({ messages }: PlatformConfiguration): RegisteredMessage[] {
  const offers = (type: RegisteredMessage['type']): boolean => messages.size === 0 || messages.has(type);
  const placements = (messages.get('LtiDeepLinkingRequest') ?? []).filter(isForChoosing);
  return [
    ...(offers('LtiDeepLinkingRequest') ? [{ type: 'LtiDeepLinkingRequest', placements } as const] : []),
    { type: 'LtiResourceLinkRequest', placements: [] },
    ...(messages.has('LtiSubmissionReviewRequest') ? [{ type: 'LtiSubmissionReviewRequest', placements: [] } as const] : []),
  ];
}

const labels: Readonly<Record<RegisteredMessage['type'], { readonly en: string; readonly ko: string }>> = {
  LtiResourceLinkRequest: { en: 'AWS lab', ko: 'AWS 실습' },
  LtiDeepLinkingRequest: { en: 'Choose an AWS lab', ko: 'AWS 실습 선택' },
  LtiSubmissionReviewRequest: { en: 'Review the lab', ko: '실습 검토' },
};

/**
 * The body of the registration request (LTI Dynamic Registration 1.0 section 3.5; OpenID Connect Dynamic Client
 * Registration 1.0 section 2). A name with `#ko` is the Korean one, as section 2.1 of the latter has it.
 */
export function registrationRequest(tool: ToolDescription, configuration: PlatformConfiguration, plan: RegistrationPlan): Record<string, unknown> {
  // Canvas checks its schema strictly and knows no names by language
  const localized = !isCanvas(configuration);
  return {
    application_type: 'web',
    response_types: ['id_token'],
    grant_types: ['implicit', 'client_credentials'],
    initiate_login_uri: tool.loginUrl,
    redirect_uris: [tool.launchUrl],
    client_name: tool.name,
    jwks_uri: tool.keysUrl,
    logo_uri: tool.iconUrl,
    token_endpoint_auth_method: 'private_key_jwt',
    scope: plan.scopes.join(' '),
    'https://purl.imsglobal.org/spec/lti-tool-configuration': {
      domain: tool.domain,
      description: tool.description,
      target_link_uri: tool.launchUrl,
      custom_parameters: plan.customParameters,
      claims,
      messages: plan.messages.map((message) => messageOf(tool, message, localized)),
      ...(isCanvas(configuration) ? { 'https://canvas.instructure.com/lti/privacy_level': 'name_only', 'https://canvas.instructure.com/lti/vendor': tool.name } : {}),
    },
  };
}

function messageOf(tool: ToolDescription, { type, placements }: RegisteredMessage, localized: boolean): Record<string, unknown> {
  return {
    type,
    target_link_uri: tool.launchUrl,
    label: labels[type].en,
    ...(localized ? { 'label#ko': labels[type].ko } : {}),
    icon_uri: tool.iconUrl,
    ...(placements.length === 0 ? {} : { placements }),
  };
}
