import type {
  GenerateConfig,
  LintConfig,
  MockConfig,
  PlumblineConfig,
  TestConfig,
} from './plumbline-config.ts';

/** Every key of a type, none missing and none besides. */
type Keys<Type> = Readonly<Record<keyof Required<Type>, true>>;

const top: Keys<PlumblineConfig> = {
  description: true,
  overlays: true,
  limits: true,
  rootFolder: true,
  allowRemote: true,
  lint: true,
  generate: true,
  mock: true,
  test: true,
  docs: true,
};

const lint: Keys<LintConfig> = { redocly: true, spectral: true, preset: true, rules: true, failOn: true };

const generate: Keys<GenerateConfig> = { out: true, int64: true, enums: true };

const mock: Keys<MockConfig> = {
  host: true,
  port: true,
  dynamic: true,
  seed: true,
  ignoreExamples: true,
  validateRequest: true,
  security: true,
  errors: true,
  cors: true,
  responders: true,
  maxBodyBytes: true,
  now: true,
  state: true,
  behaviours: true,
  sessionOf: true,
  tokens: true,
  tellsAnswer: true,
  trouble: true,
  upstream: true,
  control: true,
  log: true,
};

const test: Keys<TestConfig> = {
  target: true,
  reports: true,
  setup: true,
  save: true,
  lock: true,
  baseline: true,
  shard: true,
  seed: true,
  random: true,
  run: true,
  identities: true,
  mint: true,
  token: true,
  headers: true,
  only: true,
  except: true,
  safe: true,
  destructive: true,
  concurrency: true,
  maxRequests: true,
  timeoutMs: true,
  maxWaitMs: true,
  values: true,
  before: true,
  reach: true,
  never: true,
  cleanUp: true,
  clock: true,
  quota: true,
  exhaust: true,
  beforeRequest: true,
  afterExchange: true,
  sleep: true,
  now: true,
};

/** The keys that a configuration may have, by section; `''` is the top. */
export const knownKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ['', Object.keys(top)],
  ['lint', Object.keys(lint)],
  ['generate', Object.keys(generate)],
  ['mock', Object.keys(mock)],
  ['test', Object.keys(test)],
  ['docs', ['out']],
]);
