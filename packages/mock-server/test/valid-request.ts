import { makeValue, type Schema } from '@plumbline/json-schema';
import type { ApiModel, MediaType, Operation, Parameter } from '@plumbline/openapi';

/** A request to the operation that is as described: from its examples, else made. */
export function validRequest(operation: Operation, model: ApiModel): Request {
  const url = new URL(`http://mock.test${pathOf(operation, model)}`);
  const headers = new Headers();
  for (const parameter of operation.parameters.filter(({ required }) => required)) {
    const text = textOf(parameter, model);
    if (parameter.in === 'query') url.searchParams.set(parameter.name, text);
    if (parameter.in === 'header') headers.set(parameter.name, text);
  }
  if (operation.security.length > 0) headers.set('authorization', 'Bearer some-token');
  const content = operation.requestBody?.content.find(({ mediaType }) => mediaType.includes('json'));
  if (!content) return new Request(url, { method: operation.method, headers });
  headers.set('content-type', content.mediaType);
  return new Request(url, {
    method: operation.method,
    headers,
    body: JSON.stringify(bodyOf(content, model)),
  });
}

function pathOf(operation: Operation, model: ApiModel): string {
  const parameters = new Map(operation.parameters.map((parameter) => [parameter.name, parameter]));
  return operation.path.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const parameter = parameters.get(name);
    return parameter ? encodeURIComponent(textOf(parameter, model)) : 'x';
  });
}

function textOf({ examples, schema }: Parameter, model: ApiModel): string {
  return String(examples[0] ? examples[0].value : made(schema, model));
}

const bodyOf = ({ examples, schema }: MediaType, model: ApiModel): unknown =>
  examples[0] ? examples[0].value : made(schema ?? {}, model);

const made = (schema: Schema, { schemas }: ApiModel): unknown =>
  makeValue(schema, { definitions: schemas, seed: 1, projection: 'request' });
