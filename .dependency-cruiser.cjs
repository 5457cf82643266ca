/** The boundaries of the tree. Each rule says why in its comment; the comment is what CI prints. */
const TESTS = '(\\.test\\.tsx?$|/test/|^e2e/)';

const only = (name, library, folders, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { pathNot: [TESTS, ...folders] },
  to: { path: library },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', comment: 'A cycle means two files are one subject: merge them or turn one import around.', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'resolvable', severity: 'error', comment: 'This import leads nowhere.', from: {}, to: { couldNotResolve: true } },
    { name: 'declared', severity: 'error', comment: 'Name the package in this workspace: what the root happens to install is not promised.', from: { pathNot: TESTS }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
    { name: 'no-tests-in-source', severity: 'error', comment: 'Source never imports tests: they are not shipped.', from: { pathNot: TESTS }, to: { path: '(\\.test\\.tsx?$|/test/)' } },
    { name: 'nobody-imports-the-server', severity: 'error', comment: 'lti-tool composes the others; nobody composes it but the starter.', from: { path: '^(billing|plugins|course-packs|widgets|local)/', pathNot: [TESTS, '^local/start/'] }, to: { path: '^lti-tool/' } },
    { name: 'billing-stands-alone', severity: 'error', comment: 'Billing must be auditable on its own: it imports only its own files and the plugin contract.', from: { path: '^billing/', pathNot: TESTS }, to: { path: '^(lti-tool|plugins|widgets|local|course-packs)/', pathNot: '^plugins/contract/' } },
    { name: 'widgets-speak-graphql', severity: 'error', comment: 'Pages reach the server by GraphQL and Server-Sent Events only.', from: { path: '^widgets/' }, to: { path: '^(lti-tool|billing|plugins|local|course-packs)/' } },
    { name: 'local-is-not-production', severity: 'error', comment: 'local/ stands in for what a newcomer has no account for; production code never needs it.', from: { path: '^(lti-tool|billing|plugins|widgets)/', pathNot: TESTS }, to: { path: '^local/' } },
    { name: 'plugins-use-the-contract', severity: 'error', comment: 'A plugin knows the contract only, so that it can be replaced. The loader reads patterns with their engine; the command line joins plugins.', from: { path: '^plugins/(?!cli/|loader/)([^/]+)/', pathNot: TESTS }, to: { path: '^(lti-tool|billing|widgets|local|plugins)/', pathNot: '^plugins/($1|contract)/' } },
    { name: 'features-are-apart', severity: 'error', comment: 'A feature never imports another feature: use-cases/, pages/ and the composition join them.', from: { path: '^lti-tool/src/features/([^/]+)/', pathNot: TESTS }, to: { path: '^lti-tool/src/features/', pathNot: '^lti-tool/src/features/$1/' } },
    { name: 'features-know-no-adapter', severity: 'error', comment: 'A feature says what it needs as a parameter; the composition hands it an adapter.', from: { path: '^lti-tool/src/features/', pathNot: TESTS }, to: { path: '^lti-tool/src/adapters/' } },
    { name: 'words-know-nobody', severity: 'error', comment: 'What everybody uses depends on nobody: domain, ports and http know only each other.', from: { path: '^lti-tool/src/(domain|ports|http)/', pathNot: TESTS }, to: { path: '^lti-tool/src/', pathNot: '^lti-tool/src/(domain|ports|http)/|^lti-tool/src/errors\\.ts$' } },
    { name: 'nobody-imports-the-bench', severity: 'error', comment: 'bench/ measures the others; nothing depends on it.', from: { pathNot: '^bench/' }, to: { path: '^bench/' } },
    only('aws-in-its-adapter', 'node_modules/@aws-sdk/', ['^lti-tool/src/adapters/(aws|stream)/', '^plugins/(cloudformation|probe|hls)/', '^bench/'], 'The AWS SDK stays in its adapters, so that the rest can be read without it.'),
    only('postgres-in-its-adapter', 'node_modules/(pg|sequelize|umzug)/', ['^lti-tool/src/adapters/(postgres|jobs|ltijs|stream)/', '^local/postgres/', '^bench/'], 'SQL goes through the Sql port; drivers stay in their adapter.'),
    only('ltijs-in-its-adapter', 'node_modules/ltijs/', ['^lti-tool/src/adapters/ltijs/', '^bench/'], 'ltijs is behind one interface so that its next version can replace it.'),
    only('stripe-in-its-adapter', 'node_modules/stripe/', ['^billing/src/payments/stripe/', '^local/stripe/'], 'Payment providers are behind the PaymentProvider port.'),
    only('express-in-routes', 'node_modules/express/', ['^lti-tool/src/(composition/.*|features/.*-routes|adapters/http/.*)\\.ts$', '^local/', '^bench/'], 'HTTP belongs to routes: use cases are called with parsed values.'),
  ],
  options: {
    includeOnly: { path: `^(lti-tool|billing|plugins|local|widgets|e2e|course-packs|bench)/|node_modules` },
    exclude: { path: '(^|/)dist/' },
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'] },
    detectJSDocImports: false,
  },
};
