import type { Tenant } from './two-institutions.ts';

/** How a route is tried, whoever asks. */
export interface RouteRequest {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What it answers, with or without a session: none of these looks at one. */
  readonly status: number;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };

/**
 * Every route of the web role. GraphQL is the one that looks at sessions, by its fields; a new route needs its row here.
 */
export const routes: Readonly<Record<string, (victim: Tenant) => RouteRequest>> = {
  'GET /healthz': () => ({ path: '/healthz', status: 200 }),
  'GET /readyz': () => ({ path: '/readyz', status: 200 }),
  'GET /metrics': () => ({ path: '/metrics', status: 200 }),
  'GET /lti/login': () => ({ path: '/lti/login', status: 400 }),
  'POST /lti/login': () => ({ path: '/lti/login', method: 'POST', headers: form, body: '', status: 400 }),
  'POST /lti/launch': ({ learner }) => ({ path: '/lti/launch', method: 'POST', headers: form, body: `id_token=x&state=${learner.id}`, status: 400 }),
  'GET /lti/launch': () => ({ path: '/lti/launch', status: 400 }),
  'POST /lti/notices': ({ learner }) => ({ path: '/lti/notices', method: 'POST', headers: json, body: JSON.stringify({ notices: [{ jwt: learner.id }] }), status: 400 }),
  'GET /lti/register/:token': ({ learner }) => ({ path: `/lti/register/${learner.id}`, status: 404 }),
  'POST /lti/register/:token': ({ learner }) => ({ path: `/lti/register/${learner.id}`, method: 'POST', headers: form, body: '', status: 404 }),
  'POST /lti/resume': ({ learner }) => ({ path: '/lti/resume', method: 'POST', headers: json, body: JSON.stringify({ state: learner.id, secret: learner.id }), status: 400 }),
  'GET /lti/continue': ({ learner }) => ({ path: `/lti/continue?ticket=${learner.id}`, status: 400 }),
  // the form must come from our own page
  'POST /lti/continue': ({ learner }) => ({ path: '/lti/continue', method: 'POST', headers: form, body: `ticket=${learner.id}`, status: 403 }),
  'POST /lti/verify': ({ learner }) => ({ path: '/lti/verify', method: 'POST', headers: json, body: JSON.stringify({ state: learner.id, secret: learner.id }), status: 400 }),
  'GET /lti/keys': () => ({ path: '/lti/keys', status: 200 }),
  'GET /staff/sign-in': () => ({ path: '/staff/sign-in', status: 302 }),
  'GET /staff/callback': () => ({ path: '/staff/callback?code=x&state=x', status: 400 }),
  'POST /stripe/webhook': ({ ids }) => ({ path: '/stripe/webhook', method: 'POST', headers: json, body: JSON.stringify({ type: 'invoice.paid', data: { object: { id: ids.invoice } } }), status: 503 }),
  'GET /video/:pack/:version/*file': () => ({ path: '/video/s3-static-site/1.0.0/master.m3u8', status: 403 }),
  // its fields have a walk of their own
  'USE /graphql': () => ({ path: '/graphql', status: 200 }),
  'USE /app': () => ({ path: '/app/nothing', status: 404 }),
  // the shell is the same for every session: what it shows it asks of GraphQL
  'GET /s/:session/:page': ({ learner }) => ({ path: `/s/${learner.id}/lab`, status: 200 }),
  'GET /': () => ({ path: '/', status: 302 }),
  'GET /sign-in': () => ({ path: '/sign-in', status: 200 }),
};

/** What the router of Express keeps of each step on a request's way. */
interface Layer {
  readonly rawPath: string | readonly string[];
  readonly handle: { readonly stack?: readonly Layer[] };
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
}

/** Every route of a router and of those inside it, such as `GET /healthz`; and what is mounted on a path of its own, such as `USE /graphql`. */
export function routesOf(router: object): string[] {
  // Express publishes no type for its stack; a step that is none of ours would show as a row too many
  const { stack } = router as { readonly stack: readonly Layer[] };
  return [...new Set(stack.flatMap(routesBehind))];
}

function routesBehind(layer: Layer): string[] {
  const paths = [layer.rawPath].flat();
  if (layer.route !== undefined) return Object.keys(layer.route.methods).flatMap((method) => paths.map((path) => `${method.toUpperCase()} ${path}`));
  if (layer.handle.stack !== undefined) return routesOf(layer.handle).map((inner) => (paths[0] === '/' ? inner : inner.replace(' ', ` ${paths[0]}`)));
  // middleware that every request passes, and the cache rule of the launch
  return paths.filter((path) => path !== '/' && path !== '/lti').map((path) => `USE ${path}`);
}
