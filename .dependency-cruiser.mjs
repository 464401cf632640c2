/** Who may import whom. ARCHITECTURE.md draws the same picture. */
const allowed = {
  'packages/json-schema': [],
  'packages/openapi': ['packages/json-schema'],
  'packages/runtime': ['packages/json-schema'],
  'packages/codegen': ['packages/openapi', 'packages/json-schema'],
  'packages/mock-server': ['packages/openapi', 'packages/runtime', 'packages/json-schema'],
  'packages/contract-tests': ['packages/openapi', 'packages/json-schema'],
  'packages/contract': ['packages/runtime'],
  'packages/cli': ['packages/openapi', 'packages/codegen', 'packages/mock-server', 'packages/contract-tests'],
  'apps/api': ['packages/contract', 'packages/runtime'],
};

/** What only the tests of a workspace may import besides. */
const allowedInTests = {
  'packages/runtime': ['packages/codegen', 'packages/openapi'],
  'packages/codegen': ['packages/runtime'],
  'packages/contract': ['packages/openapi'],
  'packages/contract-tests': ['packages/mock-server'],
  'apps/api': ['packages/contract-tests', 'packages/mock-server', 'packages/openapi'],
};

const anchored = (folders) => folders.map((folder) => `^${folder}/`);
const folders = Object.keys(allowed);

const directions = folders.flatMap((folder) => [
  {
    name: `${folder.replace('/', '-')}-imports`,
    severity: 'error',
    comment: `${folder} may import ${allowed[folder].join(', ') || 'nothing of ours'}.`,
    from: { path: `^${folder}/src/`, pathNot: '\\.test(-d)?\\.ts$' },
    to: { path: '^(packages|apps)/', pathNot: anchored([folder, ...allowed[folder]]) },
  },
  {
    name: `${folder.replace('/', '-')}-test-imports`,
    severity: 'error',
    from: { path: [`^${folder}/test/`, `^${folder}/src/.*\\.test(-d)?\\.ts$`] },
    to: {
      path: '^(packages|apps)/',
      pathNot: anchored([folder, ...allowed[folder], ...(allowedInTests[folder] ?? [])]),
    },
  },
]);

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'runtime-client-stands-alone',
      severity: 'error',
      comment: 'The client side runs in a browser and pulls in no server code.',
      from: { path: '^packages/runtime/src/client/', pathNot: '\\.test(-d)?\\.ts$' },
      to: { path: '^packages/', pathNot: '^packages/runtime/src/client/' },
    },
    ...directions,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/fixtures/', '/dist/', '/generated/checks\\.js$'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
