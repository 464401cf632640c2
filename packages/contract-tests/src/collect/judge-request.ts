import type { ApiModel, Operation, Parameter } from '@plumbline/openapi';
import { coversMedia, isJsonMedia } from '../check/media-type.ts';
import { dereference } from '../plan/references.ts';
import { sentParameters } from '../plan/requests.ts';
import { parseJson } from '../values/json.ts';
import { readingsOf } from '../values/readings.ts';
import { tryCompile, type Workbench } from '../values/workbench.ts';
import type { Route } from './route-table.ts';
import type { SeenRequest } from './traffic.ts';

/**
 * Whether a request is known to be legal. Tests of a team send illegal ones on purpose: an undeclared refusal is a
 * breach only where nothing could be refused.
 */
export function isKnownLegal(
  { model, bench }: { readonly model: ApiModel; readonly bench: Workbench },
  { operation, path }: Route,
  request: SeenRequest,
): boolean {
  const query = new URL(request.url).searchParams;
  const isLegal = (parameter: Parameter, texts: readonly string[]) =>
    texts.length === 0 ? !parameter.required : texts.every((text) => isLegalText(bench, parameter, text));
  return (
    operation.parameters
      .filter(({ in: location }) => location === 'path')
      .every((parameter) => isLegal(parameter, [path.get(parameter.name) ?? ''])) &&
    sentParameters(model, operation).every((parameter) => {
      if (parameter.in === 'query') return isLegal(parameter, query.getAll(parameter.name));
      const text = parameter.in === 'header' ? request.headers.get(parameter.name) : null;
      return isLegal(parameter, text === null ? [] : [text]);
    }) &&
    isLegalBody(bench, operation, request)
  );
}

function isLegalText(bench: Workbench, parameter: Parameter, text: string): boolean {
  const schema = dereference(parameter.schema, bench.definitions);
  const types = typeof schema === 'boolean' ? [] : [schema.type].flat();
  if (types.includes('array') || types.includes('object')) return true; // of many styles, and rarely refused
  const check = tryCompile(bench.requests, parameter.schema);
  return !check || readingsOf(text).some((reading) => check(reading));
}

function isLegalBody(bench: Workbench, { requestBody }: Operation, { headers, body }: SeenRequest): boolean {
  if (!requestBody) return true;
  if (body === undefined) return false;
  if (body === '') return !requestBody.required;
  const type = headers.get('content-type') ?? '';
  const media = requestBody.content.find(({ mediaType }) => coversMedia(mediaType, type));
  if (!media) return false;
  if (media.schema === undefined || !isJsonMedia(type)) return true;
  const json = parseJson(body);
  return json !== undefined && (tryCompile(bench.requests, media.schema)?.(json.value) ?? true);
}
