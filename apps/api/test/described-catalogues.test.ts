import { expect, test } from 'vitest';
import { findBuiltInVariables } from '../src/domain/built-in-variables.ts';
import { findStepTypes } from '../src/domain/step-catalogue/step-types.ts';
import { loadModel } from './suites/contract.ts';

const model = await loadModel();

/** The example of the answer of a list that is fixed. */
function exampleOf(operationId: string): unknown {
  const operation = model.operations.find(({ id }) => id === operationId);
  return operation?.responses.find(({ status }) => status === '200')?.content[0]?.examples[0]?.value;
}

/** A schema without what only explains it. */
function withoutAnnotations(schema: unknown): unknown {
  const text = JSON.stringify(schema, (name, value) =>
    ['$schema', 'title', 'description', 'examples'].includes(name) ? undefined : value,
  );
  return JSON.parse(text);
}

test('the example of the description shows the step types that the API has', () => {
  const types = findStepTypes({}).map((type) => ({
    ...type,
    paramsSchema: withoutAnnotations(type.paramsSchema),
  }));
  expect(exampleOf('listTestStepTypes')).toEqual(types);
});

test('the example of the description shows the built-in variables that the API has', () => {
  const example = exampleOf('listBuiltInVariables');
  expect(example).toEqual(
    findBuiltInVariables({}).map((variable) => ({ ...variable, overridden: expect.any(Boolean) })),
  );
});
