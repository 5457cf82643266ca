import type { JWTPayload } from 'jose';
import type { LineItem } from '../course/gradebook.ts';
import { observedBy } from '../course/courses.ts';
import { officialName, type Person } from '../course/people.ts';
import { roleUris } from '../course/roles.ts';
import { noticeTypes } from './notice-types.ts';
import { agsScopes, scope } from '../services/scopes.ts';
import { claim, ltiVersion } from './claims.ts';
import { resolveCustom } from './custom-variables.ts';
import { targetLinkUriOf, type PendingLaunch } from './pending-launches.ts';
import { institution } from './institution.ts';
import type { PlatformUrls } from './urls.ts';

/** Moodle's id_tokens live as long; a tool has to take a launch within it. */
const idTokenLifetimeS = 60;

export type IdTokenFacts = {
  readonly launch: PendingLaunch;
  readonly urls: PlatformUrls;
  readonly nonce: string;
  readonly now: Date;
  /** The columns that hang on the launched activity. */
  readonly lineItems: readonly LineItem[];
  /** What a deep linking response has to send back in `data`. */
  readonly deepLinkingData: string;
};

/** The claims of one launch. Pure: the same facts give the same claims. */
export function idTokenClaims(facts: IdTokenFacts): JWTPayload {
  return { ...securityClaims(facts), ...personClaims(facts), ...contextClaims(facts), ...serviceClaims(facts), ...messageClaims(facts) };
}

/** `aud` is a single string, so `azp` is not sent (OpenID Connect Core section 2). */
function securityClaims({ launch, urls, nonce, now }: IdTokenFacts): JWTPayload {
  const iat = Math.floor(now.getTime() / 1000);
  return { iss: urls.issuer, aud: launch.tool.clientId, sub: launch.person.id, nonce, iat, exp: iat + idTokenLifetimeS };
}

function personClaims({ launch }: IdTokenFacts): JWTPayload {
  const name = officialName(launch.person);
  return { name: name.full, given_name: name.given, family_name: name.family, email: launch.person.email, locale: launch.language };
}

function contextClaims({ launch }: IdTokenFacts): JWTPayload {
  const { course, person, role, language, tool } = launch;
  return {
    [claim.version]: ltiVersion,
    [claim.deploymentId]: tool.deploymentId,
    [claim.targetLinkUri]: targetLinkUriOf(launch),
    [claim.roles]: roleUris[role],
    ...(role === 'observer' ? { [claim.roleScopeMentor]: observedBy(course, person) } : {}),
    [claim.context]: {
      id: course.id,
      label: course.label,
      title: course.title[language],
      type: ['http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection'],
    },
    [claim.lis]: { person_sourcedid: person.sourcedId, course_section_sourcedid: course.sourcedId },
    [claim.toolPlatform]: { guid: institution.guid, name: institution.name.en, product_family_code: institution.productFamilyCode, version: institution.version },
  };
}

function serviceClaims({ launch, urls, lineItems }: IdTokenFacts): JWTPayload {
  const { course, tool } = launch;
  // a review is about one column, whatever else hangs on the link (LTI Submission Review 1.0)
  const coupled = launch.kind === 'submission-review' ? launch.lineItem : lineItems.length === 1 ? lineItems[0] : undefined;
  return {
    [claim.ags]: {
      scope: agsScopes,
      lineitems: urls.lineItems(course.id, tool),
      // AGS 2.0 section 3.1.1: only when exactly one line item hangs on the link.
      ...(coupled === undefined ? {} : { lineitem: urls.lineItem(course.id, coupled.id, tool) }),
    },
    [claim.nrps]: { context_memberships_url: urls.memberships(course.id), service_versions: ['2.0'] },
    [claim.groups]: { scope: [scope.groupReadOnly], context_groups_url: urls.groups(course.id), context_group_sets_url: urls.groupSets(course.id), service_versions: ['1.0'] },
    [claim.notices]: { scope: [scope.noticeHandlers], platform_notification_service_url: urls.noticeHandlers, service_versions: ['1.0'], notice_types_supported: noticeTypes },
  };
}

function messageClaims(facts: IdTokenFacts): JWTPayload {
  const { launch, urls } = facts;
  if (launch.kind === 'deep-linking') return deepLinkingClaims(facts);
  if (launch.kind === 'speed-grader') return speedGraderClaims(launch, urls);
  const { activity, language, target, course } = launch;
  const linked = {
    [claim.resourceLink]: { id: activity.id, title: activity.title[language], description: activity.description[language] },
    [claim.custom]: resolveCustom(launch.kind === 'submission-review' ? (launch.lineItem.submissionReview?.custom ?? activity.custom) : activity.custom, launch),
    [claim.launchPresentation]: { document_target: target, locale: language, return_url: urls.course(course.id) },
  };
  if (launch.kind === 'resource-link') return { [claim.messageType]: 'LtiResourceLinkRequest', ...linked };
  return { [claim.messageType]: 'LtiSubmissionReviewRequest', ...linked, [claim.forUser]: forUser(launch.reviewed) };
}

/**
 * A launch to the address of a submission is none of the assignment: Canvas names the course for its link (`launch_resource_link_id` of its
 * lib/lti/messages/resource_link_request.rb).
 */
function speedGraderClaims({ course, language, target }: Extract<PendingLaunch, { kind: 'speed-grader' }>, urls: PlatformUrls): JWTPayload {
  return {
    [claim.messageType]: 'LtiResourceLinkRequest',
    [claim.resourceLink]: { id: course.id, title: course.title[language] },
    [claim.launchPresentation]: { document_target: target, locale: language, return_url: urls.course(course.id) },
  };
}

/** Whose work is reviewed (LTI Submission Review 1.0). */
function forUser(person: Person): JWTPayload {
  const name = officialName(person);
  return { user_id: person.id, name: name.full, given_name: name.given, family_name: name.family, email: person.email, person_sourcedid: person.sourcedId, roles: roleUris.learner };
}

function deepLinkingClaims({ launch, urls, deepLinkingData }: IdTokenFacts): JWTPayload {
  return {
    [claim.messageType]: 'LtiDeepLinkingRequest',
    [claim.launchPresentation]: { document_target: 'iframe', locale: launch.language },
    [claim.deepLinkingSettings]: {
      deep_link_return_url: urls.deepLinkingReturn,
      accept_types: ['ltiResourceLink'],
      accept_presentation_document_targets: ['iframe', 'window'],
      accept_multiple: true,
      accept_lineitem: true,
      auto_create: true,
      data: deepLinkingData,
    },
  };
}
