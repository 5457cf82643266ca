/** Media types of AGS 2.0, NRPS 2.0 and Course Groups 1.0. */
export const mediaType = {
  lineItem: 'application/vnd.ims.lis.v2.lineitem+json',
  lineItemContainer: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  resultContainer: 'application/vnd.ims.lis.v2.resultcontainer+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  membershipContainer: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
  groupContainer: 'application/vnd.ims.lti-gs.v1.contextgroupcontainer+json',
  groupSetContainer: 'application/vnd.ims.lti-gs.v1.contextgroupsetcontainer+json',
} as const;
export type MediaType = (typeof mediaType)[keyof typeof mediaType];
