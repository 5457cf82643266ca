/** Claim names of LTI 1.3 Core, AGS 2.0, NRPS 2.0, Deep Linking 2.0, Submission Review 1.0, Course Groups 1.0 and Platform Notification Service 1.0. */
const core = 'https://purl.imsglobal.org/spec/lti/claim';
const deepLinking = 'https://purl.imsglobal.org/spec/lti-dl/claim';

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
  lis: `${core}/lis`,
  ags: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  forUser: `${core}/for_user`,
  groups: 'https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice',
  notices: `${core}/platformnotificationservice`,
  notice: `${core}/notice`,
  originContexts: `${core}/origin_contexts`,
  nrps: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
  deepLinkingSettings: `${deepLinking}/deep_linking_settings`,
  contentItems: `${deepLinking}/content_items`,
  data: `${deepLinking}/data`,
  message: `${deepLinking}/msg`,
  errorMessage: `${deepLinking}/errormsg`,
} as const;

export const ltiVersion = '1.3.0';
