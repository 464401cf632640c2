import { expect, test } from 'vitest';
import { formatReport, runContractTests, type Setup } from '../src/index.ts';
import { baseUrl, identities, loadShelf, runOnShelf } from './load-shelf.ts';
import { Shelf } from './shelf/shelf.ts';

const model = await loadShelf();
const [admin] = identities;
if (!admin) throw new Error('the shelf has callers');

/** What a text report says under its heading of set-up. */
function hintsIn(text: string): readonly string[] {
  const [, block = ''] = /^obligations that one line of set-up could unlock\n((?: .*\n)*)/m.exec(text) ?? [];
  return block.trimEnd().split('\n');
}

test('lines of set-up are told that fit the description, and can be pasted into a file', async () => {
  const { report } = await runOnShelf(
    model,
    {},
    { identities: [admin], mint: async () => undefined, only: ['*Book:A.*', 'getBook:T.*', 'X.block'] },
  );
  const hints = hintsIn(formatReport(report, 'text', { model }));
  const lines = hints.flatMap((hint) => /in the file of --setup: (.*)$/.exec(hint)?.[1] ?? []);
  expect(
    lines.some((line) => line.startsWith("identities: [{ name: 'own', credentials: { token: '…' }")),
  ).toBe(true);
  expect(lines).toContain('exhaust: true');
  for (const line of lines) {
    const file: { default: Setup } = await import(`data:text/javascript,export default { ${line} }`);
    const run = runContractTests(
      model,
      { fetch: new Shelf().fetch, baseUrl },
      { ...file.default, only: ['none:*'] },
    );
    expect((await run.report).requests, line).toBe(0);
  }
  expect(hints.at(-1)).toContain("import { defineSetup } from 'plumbline'");
});

test('a secret is asked for by the name of its scheme', async () => {
  const { report } = await runOnShelf(model, {}, { identities: [], only: ['listMembers:R.*'] });
  expect(hintsIn(formatReport(report, 'text', { model }))).toEqual([
    expect.stringMatching(/^ +\+\d+ {2}a token$/),
    '          --credential token=<secret>',
  ]);
});

test('a run that lacks nothing is told no line', async () => {
  const { report } = await runOnShelf(model, {}, { only: ['getBook:R.body/200'] });
  expect(formatReport(report, 'text', { model })).not.toContain('set-up');
});
