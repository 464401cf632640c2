import { describe, expect, test } from 'vitest';
import { planObligations, type RecordedExchange, runContractTests } from '../src/index.ts';
import { loadModel, violatedIds } from './load-shelf.ts';

const model = await loadModel(new URL('./fixtures/keys-in-query.yaml', import.meta.url));
const baseUrl = 'https://cards.example';
const secrets = { app: 'app-0123456789', person: 'person-0123456789' };
const credentials: ReadonlyMap<string, string> = new Map([
  ['key', secrets.app],
  ['token', secrets.person],
]);

interface Faults {
  readonly letsAnybodyIn?: boolean;
  readonly takesAnyColour?: boolean;
}

function cards({ letsAnybodyIn, takesAnyColour }: Faults) {
  return async (request: Request): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method !== 'GET') return new Response(null, { status: 405, headers: { allow: 'GET' } });
    if (pathname === '/colours') return new Response(null, { status: searchParams.has('key') ? 200 : 422 });
    const isKnown = [...credentials].every(([name, secret]) => searchParams.get(name) === secret);
    if (!isKnown && !letsAnybodyIn) return new Response(null, { status: 401 });
    const colour = searchParams.get('colour');
    const isColour = colour === null || ['red', 'blue'].includes(colour);
    return isColour || takesAnyColour ? Response.json(['Ace']) : new Response(null, { status: 422 });
  };
}

async function run(faults: Faults, afterExchange: (exchange: RecordedExchange) => void = () => {}) {
  const fetch = cards(faults);
  const caller = { name: 'caller', credentials: secrets };
  return runContractTests(model, { fetch, baseUrl }, { identities: [caller], run: 'test', afterExchange })
    .report;
}

const proved = (report: Awaited<ReturnType<typeof run>>) =>
  report.results.filter(({ verdict }) => verdict.outcome === 'proved').map(({ id }) => id);

describe('parameters that declare the place of an API key once more', () => {
  test('promise nothing of their own, except where the operation asks for no credentials', () => {
    const ids = planObligations(model).map(({ id }) => id);
    expect(ids.filter((id) => /query\/(key|token)/.test(id))).toEqual([
      'listColours:Q.reject/query/key/required',
    ]);
  });

  test('are sent with the secrets of the caller, each once, and with nobody none of them', async () => {
    const queries: (readonly string[])[] = [];
    const report = await run({}, ({ request }) => {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === '/cards') queries.push([...searchParams.keys()].filter((name) => name !== 'colour'));
    });
    expect(violatedIds(report)).toEqual([]);
    expect(proved(report)).toEqual(
      expect.arrayContaining(['listCards:A.anon', 'listCards:A.badcred', 'listCards:A.alt/app']),
    );
    expect(new Set(queries.map((names) => [...names].sort().join()))).toEqual(new Set(['key,token', '']));
  });

  test('do not hide that nobody is asked for credentials', async () => {
    expect(violatedIds(await run({ letsAnybodyIn: true }))).toEqual(
      expect.arrayContaining(['listCards:A.anon', 'listCards:A.badcred']),
    );
  });

  test('leave the other parameters tested', async () => {
    expect(violatedIds(await run({ takesAnyColour: true }))).toEqual([
      'listCards:Q.reject/query/colour/enum',
    ]);
  });
});
