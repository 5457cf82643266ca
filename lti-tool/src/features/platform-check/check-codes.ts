/** What a check of a platform finds, and what to do about it: shown by the command and on the operator's page. */
export const checkCodes = {
  CHECK_TOOL_KEYS: 'The key set of this server could not be read at PUBLIC_URL. Check the name, the certificate and the proxy: the LMS reads the same address.',
  CHECK_TOOL_KEYS_FOREIGN: 'What answers at PUBLIC_URL does not have this server’s signing key. Check that PUBLIC_URL and DATABASE_URL belong together.',
  CHECK_PLATFORM_KEYS: 'The key set of the LMS could not be read. Check the public keyset URL of the registration, and that the LMS can be reached from here.',
  CHECK_CLOCK: 'The clocks of the LMS and of this server differ by more than 30 seconds. Set both by NTP, or launches and scores will be refused.',
  CHECK_UNAUTHORIZED: 'The LMS does not accept this tool. Check that the tool is switched on there, that the LMS’s own server can read PUBLIC_URL/lti/keys, and that client id, token URL and audience are the LMS’s.',
  CHECK_FORBIDDEN: 'The LMS does not grant this service. Switch it on in the settings of the tool, there.',
  CHECK_THROTTLED: 'The LMS asked to come back later. Check again in a few minutes.',
  CHECK_UNREACHABLE: 'The LMS did not answer as it should. Check its address, its certificate and its own log.',
  CHECK_REFUSED: 'The LMS understood the request and refused it. The detail says why.',
  CHECK_NOT_LAUNCHED: 'Nobody has opened a lab from this LMS yet, so there is no course to try. Open one, then check again.',
  CHECK_NOT_OFFERED: 'The launches of this LMS do not offer this service. Switch it on in the settings of the tool, there, and open a lab again.',
  CHECK_NOTICES: 'The LMS offers to tell of copied courses, and did not take our order. Grant the notice service in the settings of the tool, there. Until then a copied lab is known when somebody opens it.',
} as const;

export type CheckCode = keyof typeof checkCodes;
