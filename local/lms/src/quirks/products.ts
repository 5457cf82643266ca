import type { Quirk } from './quirk-list.ts';

/** What every product does. */
const common = ['line-items-doubled', 'redirect-uri-exact', 'roster-without-differences'] as const satisfies readonly Quirk[];

/** Products by the quirks they are known for. */
const presets = {
  /** This LMS when nothing else is said: Moodle's launch, and services without Moodle's faults. */
  haneul: [
    'authorization-strict', 'refusal-by-form', 'redirect-uri-exact', 'launch-lives-60-s', 'line-item-claim-vanishes', 'token-by-form-only', 'scopes-silently-dropped',
    'line-item-query', 'line-items-doubled', 'older-score-is-conflict', 'deep-linking-only-resource-links',
  ],
  moodle: [
    ...common, 'authorization-strict', 'refusal-by-form', 'launch-lives-60-s', 'custom-unresolved', 'assistant-only-instructor', 'line-item-claim-vanishes',
    'line-item-claim-empty', 'token-by-form-only', 'token-audience-any', 'token-refusal-is-400', 'token-typed-as-html', 'scopes-silently-dropped', 'missing-scope-is-401',
    'exact-media-types', 'line-item-links-garbled', 'line-item-query', 'foreign-link-is-403', 'older-score-is-conflict', 'score-after-arrival', 'score-answered-with-200',
    'ungradable-is-400', 'results-limit-breaks', 'results-of-made-columns-say-100', 'short-roles-in-roster', 'assistant-is-learner-in-roster', 'deep-linking-only-resource-links', 'deep-linking-without-data', 'columns-of-100-points',
    'frame-without-clipboard', 'return-page-leaves-frames-only', 'registered-tool-is-updated', 'unread-keys-are-a-page',
  ],
  canvas: [
    ...common, 'storage-in-forwarding-frame', 'issuer-of-canvas', 'offers-of-canvas', 'launch-lives-an-hour', 'null-titles', 'canvas-variables', 'observed-in-custom', 'token-audience-exact', 'token-refusal-is-400',
    'user-agent-required', 'throttled-as-403', 'pages-of-ten', 'links-name-all-pages', 'no-column-for-ungraded-link', 'older-score-is-400', 'equal-score-is-taken', 'score-is-submission', 'ungradable-is-422', 'deep-linking-takes-one',
  ],
  blackboard: [...common, 'issuer-of-blackboard', 'deep-linking-needs-sub'],
  brightspace: [...common, 'launch-lives-30-min', 'launch-has-nbf', 'token-audience-own'],
  sakai: [...common, 'launch-lives-an-hour', 'token-refusal-is-400', 'unknown-token-is-400', 'ungradable-is-400'],
  openedx: [...common, 'roles-of-institution-only', 'launch-lives-an-hour', 'token-refusal-is-400', 'token-audience-any', 'scopes-silently-dropped', 'older-score-is-400-by-field', 'results-end-in-slash'],
} as const satisfies Readonly<Record<string, readonly Quirk[]>>;

export type Product = keyof typeof presets;
export const products = Object.keys(presets) as [Product, ...Product[]]; // Safe: the keys of the table above, which is not empty.

export const quirksOf = (product: Product): readonly Quirk[] => presets[product];

/** `product_family_code` of the `tool_platform` claim, by which a tool may tell the product; this LMS has one of its own. */
export const familyCodes: Readonly<Record<Product, string | undefined>> = {
  haneul: undefined,
  moodle: 'moodle',
  canvas: 'canvas',
  blackboard: 'BlackboardLearn',
  brightspace: 'desire2learn',
  sakai: 'sakai',
  // of its launches, the component says nothing that could be told apart from any other
  openedx: undefined,
};
