const core = 'https://purl.imsglobal.org/spec/lti/claim';
const deepLinking = 'https://purl.imsglobal.org/spec/lti-dl/claim';

/** Names of the claims in messages: LTI 1.3 Core, AGS 2.0, NRPS 2.0, Deep Linking 2.0, Course Groups 1.0, Platform Notification Service 1.0. */
export const claim = {
  version: `${core}/version`,
  messageType: `${core}/message_type`,
  deploymentId: `${core}/deployment_id`,
  targetLinkUri: `${core}/target_link_uri`,
  resourceLink: `${core}/resource_link`,
  context: `${core}/context`,
  roles: `${core}/roles`,
  roleScopeMentor: `${core}/role_scope_mentor`,
  custom: `${core}/custom`,
  launchPresentation: `${core}/launch_presentation`,
  toolPlatform: `${core}/tool_platform`,
  forUser: `${core}/for_user`,
  ags: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  nrps: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
  deepLinkingSettings: `${deepLinking}/deep_linking_settings`,
  deepLinkingData: `${deepLinking}/data`,
  contentItems: `${deepLinking}/content_items`,
  deepLinkingMessage: `${deepLinking}/msg`,
  deepLinkingErrorMessage: `${deepLinking}/errormsg`,
  deepLinkingErrorLog: `${deepLinking}/errorlog`,
  groups: 'https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice',
  notices: `${core}/platformnotificationservice`,
  notice: `${core}/notice`,
  originContexts: `${core}/origin_contexts`,
} as const;

export const LTI_VERSION = '1.3.0';

/** The payload of an id_token before anything in it is believed. */
export type RawClaims = Readonly<Record<string, unknown>>;
