/** Scopes of AGS 2.0 section 2, NRPS 2.0 section 3.1, Course Groups 1.0 and Platform Notification Service 1.0. */
export const scope = {
  lineItem: 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
  lineItemReadOnly: 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly',
  score: 'https://purl.imsglobal.org/spec/lti-ags/scope/score',
  resultReadOnly: 'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly',
  membershipReadOnly: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
  groupReadOnly: 'https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly',
  noticeHandlers: 'https://purl.imsglobal.org/spec/lti/scope/noticehandlers',
} as const;

export const agsScopes: readonly string[] = [scope.lineItem, scope.lineItemReadOnly, scope.resultReadOnly, scope.score];
export const grantableScopes: readonly string[] = [...agsScopes, scope.membershipReadOnly, scope.groupReadOnly, scope.noticeHandlers];
