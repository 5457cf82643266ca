import { openSession } from './session/open-session.ts';

/** The session is opened while the pages are on their way. */
const opened = openSession(window);
const { mount } = await import('./app.tsx');
const root = document.getElementById('root');
if (root) mount(root, await opened);
