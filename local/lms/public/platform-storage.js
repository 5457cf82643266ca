/*
 * LTI Platform Storage: keeps small values for a tool whose cookies the browser blocks (LTI Client Side postMessages
 * and LTI postMessage Storage, 1EdTech). The tool asks this page, as the parent of its frame or the opener of its
 * window. Values belong to the origin that put them and end with this page.
 */
const toolOrigins = new Set([...document.querySelectorAll('[data-tool-origin]')].map((frame) => frame.dataset.toolOrigin));
/** Where messages belong: the frame beside the tool where there is one. This page answers them as well. */
const storageFrame = document.querySelector('iframe[data-storage-frame]')?.name ?? '_parent';
const mostKeys = 64;
const longestValue = 4096;
const valuesOf = new Map([...toolOrigins].map((origin) => [origin, new Map()]));

const isText = (value) => typeof value === 'string' && value.length > 0;

const answers = {
  'lti.capabilities': () => ({
    supported_messages: [{ subject: 'lti.capabilities' }, { subject: 'lti.put_data', frame: storageFrame }, { subject: 'lti.get_data', frame: storageFrame }],
  }),
  'lti.put_data': ({ key, value }, values) => {
    if (!isText(key)) return problem('bad_request', 'key has to be a text');
    if (value === null || value === undefined) values.delete(key);
    else if (typeof value !== 'string' || value.length > longestValue) return problem('bad_request', `value has to be a text of at most ${longestValue} characters`);
    else if (!values.has(key) && values.size >= mostKeys) return problem('storage_exhaustion', `at most ${mostKeys} keys are kept`);
    else values.set(key, value);
    return { key, value };
  },
  'lti.get_data': ({ key }, values) => (isText(key) ? { key, value: values.get(key) ?? null } : problem('bad_request', 'key has to be a text')),
};

const problem = (code, message) => ({ error: { code, message } });

function answerTo(message, origin) {
  if (!Object.hasOwn(answers, message.subject)) return problem('unsupported_subject', 'this platform does not know the subject');
  if (!isText(message.message_id)) return problem('bad_request', 'message_id is missing');
  if (!toolOrigins.has(origin)) return problem('wrong_origin', 'this origin is not a tool on this page');
  return answers[message.subject](message, valuesOf.get(origin));
}

function answerStorageMessage({ data, origin, source }) {
  if (typeof data !== 'object' || data === null || !String(data.subject).startsWith('lti.')) return;
  const answer = { subject: `${data.subject}.response`, message_id: data.message_id, ...answerTo(data, origin) };
  source.postMessage(answer, origin);
}

window.answerStorageMessage = answerStorageMessage;
window.addEventListener('message', answerStorageMessage);
