import { fileURLToPath } from 'node:url';
import { createChecks } from '@plumbline/json-schema';
import { type ApiModel, loadDescription, type Operation, toApiModel } from '@plumbline/openapi';
import { beforeAll, describe, expect, test } from 'vitest';
import { createMockServer, type MockServer } from '../src/index.ts';
import { validRequest } from './valid-request.ts';

const descriptions = [
  { name: 'the description of this repository', file: '../../../spec/openapi.yaml', operations: 104 },
  {
    name: 'a foreign OpenAPI 3.0 description',
    file: 'fixtures/foreign/petstore-expanded.yaml',
    operations: 4,
  },
];

describe.each(descriptions)('$name', ({ file, operations }) => {
  let model: ApiModel;
  let mock: MockServer;

  beforeAll(async () => {
    const loaded = await loadDescription(fileURLToPath(new URL(file, import.meta.url)));
    if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
    model = toApiModel(loaded.description).model;
    mock = await createMockServer({ model }, { errors: true });
  });

  test('answers every operation with its success and a valid body', async () => {
    const checks = createChecks(model.schemas, { projection: 'response' });
    expect(model.operations).toHaveLength(operations);
    const answers = [];
    for (const operation of model.operations) {
      const response = await mock.fetch(validRequest(operation, model));
      const text = await response.text();
      answers.push(verdict(operation, { response, text }, checks));
    }
    expect(answers.filter((answer) => answer !== 'valid')).toEqual([]);
  });

  test('answers every operation with made values that are valid', async () => {
    const checks = createChecks(model.schemas, { projection: 'response' });
    const dynamic = await createMockServer({ model }, { dynamic: true, seed: 5, errors: true });
    const answers = [];
    for (const operation of model.operations) {
      const response = await dynamic.fetch(validRequest(operation, model));
      const text = await response.text();
      answers.push(verdict(operation, { response, text }, checks));
    }
    expect(answers.filter((answer) => answer !== 'valid')).toEqual([]);
  });

  test('finds nothing wrong with the examples', () => {
    expect(mock.diagnostics).toEqual([]);
  });
});

function verdict(
  operation: Operation,
  { response, text }: { response: Response; text: string },
  checks: ReturnType<typeof createChecks>,
): string {
  const status = String(response.status);
  const declared = operation.responses.find((one) => one.status === status && /^2/.test(one.status));
  if (!declared) return `${operation.id} answers ${status}: ${text}`;
  const missing = declared.headers.filter(({ name, required }) => required && !response.headers.has(name));
  if (missing.length > 0) return `${operation.id} lacks ${missing.map(({ name }) => name).join(', ')}`;
  const mediaType = response.headers.get('content-type')?.split(';')[0];
  const content = declared.content.find((one) => one.mediaType === mediaType);
  if (!content)
    return declared.content.length === 0 && text === '' ? 'valid' : `${operation.id}: ${mediaType}`;
  if (!content.schema || !content.mediaType.endsWith('json')) return 'valid';
  return checks.compile(content.schema)(JSON.parse(text)) ? 'valid' : `${operation.id} answers ${text}`;
}
