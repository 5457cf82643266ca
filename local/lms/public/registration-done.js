/* The tool says that its registration is done (LTI Dynamic Registration 1.0): back to the list, where it waits to be activated. */
const frame = document.querySelector('iframe[name=registration]');

window.addEventListener('message', ({ data, source }) => {
  if (source !== frame.contentWindow || typeof data !== 'object' || data === null || data.subject !== 'org.imsglobal.lti.close') return;
  location.assign(document.querySelector('#way-back').href);
});
