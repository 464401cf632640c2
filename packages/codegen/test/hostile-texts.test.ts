import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { type GeneratedFile, writeFiles } from '../src/index.ts';
import { compile } from './compile.ts';
import { type Generated, generate } from './generate.ts';
import { CANARY, fields, hostileDocument, names, namingFields, payloads } from './hostile-documents.ts';

/** Below the package, so that the generated imports resolve; not where git or a linter looks. */
const folder = join(import.meta.dirname, 'generated', 'hostile');
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Bidirectional and other invisible controls that a reader of the code would not see. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose.
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

function problemsOf({ path, text }: GeneratedFile): string[] {
  const kind = path.endsWith('.js') ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, false, kind);
  // `parseDiagnostics` is not in the public types, and the parser reports nowhere else.
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly ts.Diagnostic[] };
  const problems = parseDiagnostics.map(({ messageText }) => `${path}: ${String(messageText)}`);
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === CANARY) problems.push(`${path}: the canary is a name`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (INVISIBLE.test(text)) problems.push(`${path}: an invisible control`);
  if (/<\/script/i.test(text)) problems.push(`${path}: ends a script element`);
  return problems;
}

test('the detector finds a text that breaks out', () => {
  const broken = `export const a = 'a';${CANARY}();'';\n`;
  expect(problemsOf({ path: 'a.ts', text: broken })).toEqual(['a.ts: the canary is a name']);
  expect(problemsOf({ path: 'a.ts', text: `export const a = 'a;\n` })).toHaveLength(1);
  expect(problemsOf({ path: 'a.ts', text: `// \u202e\n` })).toEqual(['a.ts: an invisible control']);
});

describe.each(Object.entries(payloads))('%s', (_, payload) => {
  test.each(fields)('stays a text in %s', async (field) => {
    const { files } = await generate(hostileDocument({ [field]: payload }));
    expect(files.flatMap(problemsOf)).toEqual([]);
  });
});

describe.each(names)('the name %j', (name) => {
  test.each(namingFields)('is harmless as %s', async (field) => {
    const { files } = await generate(hostileDocument({ [field]: name }));
    expect(files.flatMap(problemsOf)).toEqual([]);
  });
});

describe('all hostile texts at once', () => {
  const everywhere = (payload: string) =>
    hostileDocument(Object.fromEntries(fields.map((field) => [field, payload])));

  test('arrive at run time as they were written, and pollute nothing', async () => {
    for (const [index, payload] of [...Object.values(payloads), ...names].entries()) {
      const generated = await generate(everywhere(payload));
      await writeFiles(join(folder, `case-${index}`), generated.files);
      const { contract } = await import(join(folder, `case-${index}`, 'contract.ts'));
      expectIntact(contract, generated);
      const checks: Record<string, (value: unknown) => boolean> = await import(
        join(folder, `case-${index}`, 'checks.js')
      );
      for (const check of Object.values(checks)) check({ ['__proto__']: { polluted: true } });
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }
  }, 60_000);

  test('compile, and so does a description without operations', async () => {
    const { files: empty } = await generate({
      openapi: '3.1.1',
      info: { title: 'T', version: '1' },
      paths: {},
    });
    await writeFiles(join(folder, 'empty'), empty);
    const { errors, files } = await compile('test/hostile.tsconfig.json');
    expect(files.filter((file) => file.includes('/hostile/'))).not.toEqual([]);
    expect(errors).toEqual([]);
  }, 60_000);
});

// Read from an imported module, so nothing is known of its type here.
// biome-ignore lint/suspicious/noExplicitAny: see above.
function expectIntact(contract: any, { model }: Generated): void {
  const [operation] = model.operations;
  const [served] = contract.operations;
  expect(contract.title).toBe(model.title);
  expect(contract.version).toBe(model.version);
  expect(served.id).toBe(operation?.id);
  expect(served.path).toBe(operation?.path);
  const parameters = operation?.parameters.filter(({ in: location }) => location !== 'querystring');
  expect(served.parameters.map(({ name }: { name: string }) => name)).toEqual(
    parameters?.map(({ name }) => name),
  );
  expect(served.security).toEqual(operation?.security);
  expect(contract.securitySchemes.map(({ name }: { name: string }) => name)).toEqual(
    model.securitySchemes.map(({ name }) => name),
  );
  const mediaTypes = (content: readonly { mediaType: string }[] = []) =>
    content.map(({ mediaType }) => mediaType);
  expect(mediaTypes(served.requestBody?.content)).toEqual(mediaTypes(operation?.requestBody?.content));
  const [answer] = served.responses;
  expect(mediaTypes(answer.content)).toEqual(mediaTypes(operation?.responses[0]?.content));
  expect(answer.headers.map(({ name }: { name: string }) => name)).toEqual(
    operation?.responses[0]?.headers.map(({ name }) => name),
  );
}
