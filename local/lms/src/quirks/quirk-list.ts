/** What a platform does in a way of its own, in a sentence, and who says so. */
type QuirkEntry = { readonly what: string; readonly source: string };

const moodle = 'seen on Moodle 4.4 (build 20231124)';
const canvasStorage = 'https://developerdocs.instructure.com/services/canvas/external-tools/lti/file.lti_window_post_message';
const canvasScores = 'https://developerdocs.instructure.com/services/canvas/file.all_resources/score and https://github.com/instructure/canvas-lms/blob/master/app/controllers/lti/ims/scores_controller.rb';
const canvasThrottling = 'https://developerdocs.instructure.com/services/canvas/basics/file.throttling';
const canvasIdToken = 'an id_token of Canvas, https://gist.github.com/westonkd/893d18f8a1bb36cb79d0a24324475fe6';
const brightspaceIdToken = 'an id_token of Brightspace at https://lti-ri.imsglobal.org/lti/tools/161/launches/6337';
const blackboardIdToken = 'https://docs.anthology.com/docs/blackboard/lti/1.3/core/jwt-contents';
const openEdx = 'https://github.com/openedx/xblock-lti-consumer/blob/master/lti_consumer';
const core = 'LTI 1.3 Core';
const ags = 'AGS 2.0';
const nrps = 'NRPS 2.0';

/** Every switch, by where it shows. A platform without any of them does what the specifications recommend. */
export const quirkList = {
  // login initiation and authorization
  'login-without-client': { what: 'login initiation carries no client_id', source: `${core} section 4.1.3: optional` },
  'login-without-deployment': { what: 'login initiation carries no lti_deployment_id', source: `${core} section 4.1.4: optional` },
  'storage-in-forwarding-frame': { what: 'values are kept by the frame post_message_forwarding beside the tool; the page itself still answers messages to any origin', source: canvasStorage },
  'authorization-strict': { what: 'scope has to be exactly openid, prompt none or absent', source: moodle },
  'refusal-by-form': { what: 'a refused authorization comes back as a form POST with error and state', source: moodle },
  'redirect-uri-exact': { what: 'redirect_uri has to be the registered one to the letter', source: 'https://community.d2l.com/brightspace/kb/articles/23730-about-lti-1-3-launch-and-authentication' },

  // id_token
  'launch-lives-60-s': { what: 'the id_token lives 60 seconds', source: moodle },
  'launch-lives-30-min': { what: 'the id_token lives 30 minutes', source: brightspaceIdToken },
  'launch-lives-an-hour': { what: 'the id_token lives an hour', source: canvasIdToken },
  'launch-has-nbf': { what: 'the id_token carries nbf', source: brightspaceIdToken },
  'issuer-of-canvas': { what: 'every Canvas in the cloud is the issuer https://canvas.instructure.com', source: canvasIdToken },
  'issuer-of-blackboard': { what: 'every Blackboard is the issuer https://blackboard.com; tools have one client id, the deployment is the tenant', source: blackboardIdToken },
  'audience-with-azp': { what: 'aud is a text, and azp is sent as well', source: 'OpenID Connect Core 1.0 section 2: may be' },
  'audience-list': { what: 'aud lists another client too, azp names the tool', source: 'OpenID Connect Core 1.0 section 2: may be' },
  'anonymous': { what: 'no sub, name or e-mail', source: `${core} section 5.3.6: anonymous launches` },
  'no-name': { what: 'no name', source: `${moodle}, with minimal privacy` },
  'no-email': { what: 'no e-mail', source: `${moodle}, with minimal privacy` },
  'no-grade-service': { what: 'no AGS claim', source: `${moodle}, with the service turned off` },
  'no-roster-service': { what: 'no NRPS claim', source: `${moodle}, with the service turned off` },
  'no-context': { what: 'no context claim', source: `${core} section 5.4.1: optional` },
  'no-custom': { what: 'no custom claim', source: moodle },
  'null-titles': { what: 'title and description of the resource link are null', source: canvasIdToken },
  'custom-null': { what: 'a custom value is null', source: moodle },
  'custom-unresolved': { what: 'a custom value is a $Variable nobody resolved', source: moodle },
  'canvas-variables': { what: '$Canvas variables are resolved', source: 'https://developerdocs.instructure.com/services/canvas/external-tools/lti/file.tools_variable_substitutions' },
  'observed-in-custom': { what: 'whom an observer accompanies is no claim: it stands in the custom parameter observed_users, registered as $com.instructure.User.observees', source: 'add_mentorship_claims! of https://github.com/instructure/canvas-lms/blob/master/lib/lti/messages/jwt_message.rb: for the privacy level public alone' },
  'assistant-only-instructor': { what: 'a teaching assistant is plainly Instructor at launch', source: moodle },
  'roles-of-institution-only': { what: 'an instructor is one of the institution and a learner its student; no role in the course is named', source: `${openEdx}/lti_1p3/constants.py before 2026, and issue 618 there` },
  'line-item-claim-vanishes': { what: 'the AGS claim names no line item once a second one hangs on the link', source: `${moodle}; ${ags} section 3.1.1` },
  'line-item-claim-empty': { what: 'the AGS claim names an empty line item when the activity lost its column', source: moodle },

  'frame-without-clipboard': { what: 'the frame may use camera, microphone, place and video, and go full screen; it may not write to the clipboard', source: 'https://github.com/moodle/moodle/blob/main/public/mod/lti/view.php' },
  'return-page-leaves-frames-only': { what: 'return_url names how the activity was shown; for a frame it is a page that leaves frames, and stays empty in a window of its own', source: 'https://github.com/moodle/moodle/blob/main/public/mod/lti/return.php' },

  // token endpoint
  'token-by-form-only': { what: 'the token endpoint takes form encoding only', source: moodle },
  'token-audience-exact': { what: 'aud of the assertion has to be the token address to the letter; else 400 invalid_request', source: 'https://github.com/instructure/canvas-lms/issues/1925' },
  'token-audience-own': { what: 'aud of the assertion is a value of its own, told at registration', source: 'https://community.d2l.com/brightspace/kb/articles/23730-about-lti-1-3-launch-and-authentication' },
  'token-audience-any': { what: 'aud of the assertion is not looked at', source: moodle },
  'token-refusal-is-400': { what: 'a client that is not believed gets 400 instead of 401', source: moodle },
  'token-typed-as-html': { what: 'the token comes as text/html', source: moodle },
  'unread-keys-are-a-page': { what: 'where the key set of the tool cannot be read, the token endpoint answers 404 with a page for people', source: `${moodle}: so it answers whatever it did not expect` },
  'scopes-silently-dropped': { what: 'scopes that cannot be granted are left out without a word', source: moodle },
  'line-item-scope-withheld': { what: 'the tool may look at columns and make none', source: `${moodle}, with the service for grade sync only` },
  'score-scope-withheld': { what: 'the administrator has not let the tool write scores', source: `${moodle}, with the service turned off` },

  // registration
  'offers-of-canvas': { what: 'a tool that registers itself is offered placements by their addresses, and the variables of Canvas', source: 'https://github.com/instructure/canvas-lms/blob/master/app/models/lti/resource_placement.rb' },
  'registered-tool-is-updated': { what: 'a tool of an address that is there is asked about first; updated, it keeps its ids and stays active', source: moodle },

  // services
  'user-agent-required': { what: 'requests without User-Agent get 403', source: 'https://github.com/ucfopen/Materia/releases/tag/v10.3.3' },
  'throttled-as-403': { what: 'throttling is 403 with Rate Limit Exceeded in the body', source: canvasThrottling },
  'missing-scope-is-401': { what: 'a token without the scope gets 401 instead of 403', source: moodle },
  'unknown-token-is-400': { what: 'a token that is not believed gets 400 with signature_error instead of 401', source: 'getSakaiAccessToken in basiclti/basiclti-blis/src/java/org/sakaiproject/lti13/LTI13Servlet.java of https://github.com/sakaiproject/sakai; newer versions answer 403' },
  'exact-media-types': { what: 'another media type, */* too, gets 400', source: moodle },
  'pages-of-ten': { what: 'a page holds ten entries at most', source: 'https://developerdocs.instructure.com/services/canvas/basics/file.pagination' },
  'links-name-all-pages': { what: 'Link headers name the current, first and last page too', source: 'https://developerdocs.instructure.com/services/canvas/basics/file.pagination' },
  'line-item-links-garbled': { what: 'Link headers of line items carry &amp; and curly quotes', source: moodle },
  'line-item-query': { what: 'line item addresses carry a query, so /scores goes before it', source: moodle },
  'line-items-doubled': { what: 'a line item with a resource id that is there is made again', source: moodle },
  'no-column-for-ungraded-link': { what: 'a line item for a link that has none yet gets 412: only its own setting makes it graded', source: 'https://github.com/instructure/canvas-lms/blob/master/app/controllers/lti/ims/line_items_controller.rb' },
  'foreign-link-is-403': { what: 'a line item for a link of somebody else gets 403 instead of 404', source: moodle },
  'older-score-is-conflict': { what: 'a score as old as the one on record gets 409 instead of being left aside', source: moodle },
  'older-score-is-400': { what: 'a score as old as the one on record gets 400, which says so in its body only', source: 'https://developerdocs.instructure.com/services/canvas/file.all_resources/score' },
  'older-score-is-400-by-field': { what: 'a score as old as the one on record gets 400, with what is wrong by the name of the field', source: `${openEdx}/lti_1p3/extensions/rest_framework/serializers.py` },
  'score-after-arrival': { what: 'a score has to be of a later second than the arrival of the last one', source: moodle },
  'equal-score-is-taken': { what: 'a score with the timestamp of the one on record is taken', source: canvasScores },
  'score-is-submission': { what: 'a score is a submission, and an attempt, unless it says new_submission false or has the submission time of the last one; its basic_lti_launch address is launched from the grade', source: canvasScores },
  'one-attempt-allowed': { what: 'an activity takes one attempt of a learner; a score that is a further submission gets 422', source: canvasScores },
  'score-answered-with-200': { what: 'a taken score is answered with 200 and an empty body', source: moodle },
  'ungradable-is-400': { what: 'a score of somebody who is not graded gets 400', source: moodle },
  'ungradable-is-422': { what: 'a score of somebody who is not graded gets 422', source: 'https://github.com/instructure/canvas-lms/issues/1659' },
  'grades-locked': { what: 'the teacher has locked every grade: a score gets 500, with an empty list and the media type of scores', source: 'save_grade_item in https://github.com/moodle/moodle/blob/main/public/mod/lti/service/gradebookservices/classes/local/service/gradebookservices.php' },
  'column-of-another-tool': { what: 'the column belongs to another tool by now, which may still look at it: a score gets 403, with Line item does not exist', source: 'execute in https://github.com/moodle/moodle/blob/MOODLE_404_STABLE/mod/lti/service/gradebookservices/classes/local/resources/scores.php; newer versions answer 404' },
  'results-of-made-columns-say-100': { what: 'results of a column that a tool made call 100 their maximum, whatever the column counts', source: 'result_for_json in https://github.com/moodle/moodle/blob/main/public/mod/lti/service/gradebookservices/classes/local/service/gradebookservices.php' },
  'results-end-in-slash': { what: 'results are found with a slash at the end; without one the answer is 301', source: 'https://github.com/openedx/xblock-lti-consumer/issues/628' },
  'results-limit-breaks': { what: 'limit on results gets a page of HTML with 404', source: moodle },
  'short-roles-in-roster': { what: 'the roster names roles by their short names', source: moodle },
  'assistant-is-learner-in-roster': { what: 'a teaching assistant is Learner in the roster', source: moodle },
  'roster-without-differences': { what: 'the roster offers no differences', source: `${nrps} section 2.4.3: may; no product is known to` },

  // deep linking
  'deep-linking-only-resource-links': { what: 'only links of type ltiResourceLink are asked for', source: moodle },
  'deep-linking-without-data': { what: 'the request carries no data to send back', source: moodle },
  'deep-linking-takes-one': { what: 'one item is taken', source: 'https://developerdocs.instructure.com/services/canvas/external-tools/lti/file.content_item: assignment_selection' },
  'columns-of-100-points': { what: 'a link whose column is worth more than 100 points is not made; of several, the others are', source: 'https://github.com/moodle/moodle/blob/main/public/lib/form/modgrade.php: more than gradepointmax, which is 100 unless an administrator changes it' },
  'deep-linking-needs-sub': { what: 'the answer has to carry sub, the client id', source: 'https://docs.anthology.com/docs/blackboard/lti/1.3/dl/dl-return-token' },
} as const satisfies Readonly<Record<string, QuirkEntry>>;

export type Quirk = keyof typeof quirkList;

/** Every name, for what comes from outside. */
export const isQuirk = (name: string): name is Quirk => Object.hasOwn(quirkList, name);
