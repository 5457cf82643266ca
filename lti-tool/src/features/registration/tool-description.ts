/** What this tool is called and where it is reached: the same for every LMS, whether it registers itself or somebody types it. */
export interface ToolDescription {
  readonly name: string;
  readonly description: string;
  readonly domain: string;
  readonly loginUrl: string;
  readonly launchUrl: string;
  readonly keysUrl: string;
  readonly iconUrl: string;
}

const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope';

/** Grades (AGS 2.0 section 2) and the people of a course (NRPS 2.0 section 3.1): what the tool cannot do its work without. */
export const requiredScopes = [
  `${AGS}/lineitem`,
  `${AGS}/result.readonly`,
  `${AGS}/score`,
  'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
] as const;

/** Notices of copied courses (Platform Notification Service 1.0) and groups (Course Groups Service 1.0), where the LMS has them. */
export const noticeScope = 'https://purl.imsglobal.org/spec/lti/scope/noticehandlers';
export const groupScope = 'https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly';

/** @param publicUrl origin under which browsers and platforms reach this server */
export function describeTool(publicUrl: string): ToolDescription {
  const at = (path: string): string => new URL(path, publicUrl).href;
  return {
    name: 'Cloudclass',
    description: 'Hands-on AWS labs: each learner works in an AWS account of their own, and every step is checked while they work.',
    // Moodle compares it with the host and port of the target link
    domain: new URL(publicUrl).host,
    loginUrl: at('/lti/login'),
    launchUrl: at('/lti/launch'),
    keysUrl: at('/lti/keys'),
    iconUrl: at('/app/favicon.svg'),
  };
}
