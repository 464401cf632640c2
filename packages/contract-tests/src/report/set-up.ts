import type { ApiModel } from '@plumbline/openapi';
import { classOf } from '../coverage/obligation-class.ts';
import type { ObligationResult } from '../obligation-result.ts';
import { interrupted } from '../run/budget.ts';
import type { Reason } from '../verdict.ts';

/** What would have to be given so that obligations are no longer unproven. */
interface SetUp {
  readonly what: string;
  /** What the command line takes for it: `--token <secret>`. */
  readonly flag?: string;
  /** What a set-up file says for it. */
  readonly line?: string;
}

/** What one line of set-up could unlock. */
export interface Unlock extends SetUp {
  /** How many obligations lack it; some may turn out to lack another thing too. */
  readonly obligations: number;
}

type SetUpFor = (results: readonly ObligationResult[], model: ApiModel | undefined) => SetUp;

/** What removes a reason; for one that several things remove, see `setUpName`. */
const setUps = {
  'needs-credentials': (results, model) => ({
    what: 'a token',
    flag:
      (model?.securitySchemes.length ?? 0) > 1
        ? `--credential ${schemeOf(results, model)}=<secret>`
        : '--token <secret>',
  }),
  'needs-identity': (results, model) => ({
    what: 'callers with known scopes and roles',
    line: `identities: [{ name: 'reader', ${credentialsOf(results, model)}, scopes: [${scopeOf(results)}], roles: ['reader'] }]`,
  }),
  'needs-second-tenant': (results, model) => ({
    what: "a second tenant's token",
    line: `identities: [{ name: 'own', ${credentialsOf(results, model)}, tenant: 'own' }, { name: 'other', ${credentialsOf(results, model)}, tenant: 'other' }]`,
  }),
  'needs-write': () => ({ what: 'leave to create things', flag: 'leave out --safe' }),
  'needs-destructive': () => ({
    what: 'leave to change what is there',
    flag: '--destructive',
    line: 'destructive: true',
  }),
  'needs-budget': () => ({
    what: 'more requests or more waiting',
    flag: '--max-requests 100000 --max-wait 600000',
  }),
  exhaust: () => ({
    what: 'leave to use up the rate limit of a caller at the end of the run',
    flag: '--exhaust',
    line: 'exhaust: true',
  }),
  'needs-clock': () => ({
    what: 'a way to move the clock of the API',
    line: 'clock: { advance: async (ms) => { /* set the time of the API ahead by so many milliseconds */ } }',
  }),
  'no-producer': (results, model) => {
    const name = idOf(results, model);
    return {
      what: 'ids of things that exist',
      flag: `--value ${name}=<id>`,
      line: `values: { ${quoteName(name)}: '…' }`,
    };
  },
} as const satisfies Readonly<Record<string, SetUpFor>>;

type SetUpName = keyof typeof setUps;

const isSetUp = (name: string): name is SetUpName => Object.hasOwn(setUps, name);

/** What one line of set-up could unlock, the most first. With the model, the lines name its schemes and parameters. */
export function findUnlocks(results: readonly ObligationResult[], model?: ApiModel): readonly Unlock[] {
  return [...Map.groupBy(results, setUpName)]
    .flatMap(([name, alike]): readonly Unlock[] =>
      name === undefined ? [] : [{ ...setUps[name](alike, model), obligations: alike.length }],
    )
    .sort((one, other) => other.obligations - one.obligations || one.what.localeCompare(other.what));
}

function setUpName(result: ObligationResult): SetUpName | undefined {
  const { verdict } = result;
  if (verdict.outcome !== 'unproven' || verdict.detail === interrupted) return undefined;
  const isExhausting = verdict.reason === 'needs-budget' && classOf(result) === 'Rate limits';
  const name = isExhausting ? 'exhaust' : verdict.reason;
  return isSetUp(name) ? name : undefined;
}

/** How it is given, on one line. */
export function describeSetUp({ flag, line }: SetUp): string {
  const inFile = line === undefined ? undefined : `in the file of --setup: ${line}`;
  return [flag, inFile].filter((way) => way !== undefined).join(', or ');
}

/** A whole set-up file, in which the lines stand. */
export const setupFile = "import { defineSetup } from 'plumbline'; export default defineSetup({ … });";

const credentialsOf = (results: readonly ObligationResult[], model: ApiModel | undefined): string =>
  `credentials: { ${quoteName(schemeOf(results, model))}: '…' }`;

/** The scheme that most of the operations take; `token` where nothing is known of them. */
function schemeOf(results: readonly ObligationResult[], model: ApiModel | undefined): string {
  const names = operationsOf(results, model).flatMap(({ security }) =>
    security.flatMap(({ schemes }) => schemes.map(({ name }) => name)),
  );
  return commonest(names) ?? model?.securitySchemes[0]?.name ?? 'token';
}

/** The first scope that is named by what could not be proved. */
function scopeOf(results: readonly ObligationResult[]): string {
  const id = results.find(({ kind }) => kind.startsWith('A.scope.deny'))?.id;
  const scope = id?.slice(id.indexOf('/') + 1);
  return scope === undefined || scope === id ? "'…'" : `'${scope.replaceAll("'", "\\'")}'`;
}

/** The path parameter that most of the operations lack. */
function idOf(results: readonly ObligationResult[], model: ApiModel | undefined): string {
  const names = operationsOf(results, model).flatMap(({ parameters }) =>
    parameters.flatMap(({ in: location, name }) => (location === 'path' ? [name] : [])),
  );
  return commonest(names) ?? 'id';
}

function operationsOf(results: readonly ObligationResult[], model: ApiModel | undefined) {
  const ids = new Set(results.map(({ operation }) => operation));
  return (model?.operations ?? []).filter(({ id }) => ids.has(id));
}

function commonest(names: readonly string[]): string | undefined {
  const groups = [...Map.groupBy(names, (name) => name)];
  return groups.sort(([, one], [, other]) => other.length - one.length)[0]?.[0];
}

/** A name as a key of an object literal. */
const quoteName = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name.replaceAll(/['\\]/g, '\\$&')}'`;

/** How many obligations were not proved for each reason, the commonest first. */
export function countReasons(
  results: readonly ObligationResult[],
): readonly { readonly reason: Reason; readonly count: number }[] {
  const counts = new Map<Reason, number>();
  for (const { verdict } of results) {
    if (verdict.outcome === 'unproven') counts.set(verdict.reason, (counts.get(verdict.reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((one, other) => other.count - one.count || one.reason.localeCompare(other.reason));
}
