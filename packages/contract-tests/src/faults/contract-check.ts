import type { SchemaProblem } from '@plumbline/json-schema';
import { toProblems } from '@plumbline/json-schema';
import type { Header, MediaType, Operation, Parameter, Response } from '@plumbline/openapi';
import { coversMedia, essence, isJsonMedia, isProblemMedia } from '../check/media-type.ts';
import { isBodiless, responseFor } from '../check/status.ts';
import { dereference } from '../plan/constraints.ts';
import { isJsonObject, parseJson, property } from '../values/json.ts';
import { readingsOf } from '../values/readings.ts';
import { tryCompile, type Workbench } from '../values/workbench.ts';
import type { CallAnswer } from './message.ts';

/**
 * Everything in which an answer by itself breaks the description, one sentence each. It is stricter than the suite and
 * shares only the schema validator with it, so that a mutant counts as illegal whatever the suite looks at.
 */
export function answerBreaches(
  bench: Workbench,
  operation: Operation,
  answer: CallAnswer,
): readonly string[] {
  const response = responseFor(operation, answer.status);
  if (!response) return [`status ${answer.status} is not declared`];
  return [
    ...response.headers.flatMap((header) => headerBreaches(bench, header, answer)),
    ...(operation.method === 'HEAD' ? [] : bodyBreaches(bench, response, answer)),
    ...problemBreaches(answer),
  ];
}

function headerBreaches(bench: Workbench, header: Header, { headers }: CallAnswer): readonly string[] {
  const text = headers.get(header.name);
  if (text === null) return header.required ? [`${header.name} is missing`] : [];
  const check = tryCompile(bench.responses, header.schema);
  if (!check || header.mediaType !== undefined || isList(bench, header)) return [];
  return readingsOf(text).some((reading) => check(reading)) ? [] : [`${header.name} is not valid: ${text}`];
}

function isList(bench: Workbench, { schema }: Header): boolean {
  const target = dereference(schema, bench.definitions);
  return typeof target === 'object' && [target.type].flat().includes('array');
}

function bodyBreaches(bench: Workbench, response: Response, answer: CallAnswer): readonly string[] {
  if (answer.stream) return [];
  if (response.content.length === 0 || isBodiless(answer.status)) {
    return answer.body.length > 0 ? ['a body where none is declared'] : [];
  }
  const actual = answer.headers.get('content-type');
  const media = response.content.find(({ mediaType }) => coversMedia(mediaType, actual ?? ''));
  if (actual === null || !media) return [`the media type ${actual ?? '(none)'} is not declared`];
  return isJsonMedia(actual) ? jsonBreaches(bench, media, answer) : [];
}

function jsonBreaches(bench: Workbench, { schema }: MediaType, { body }: CallAnswer): readonly string[] {
  const text = strictText(body);
  if (text === undefined) return ['the body is not UTF-8'];
  const json = parseJson(text);
  if (!json) return ['the body is no JSON'];
  const check = schema === undefined ? undefined : tryCompile(bench.responses, schema);
  if (!check || check(json.value)) return [];
  return toProblems(check.errors).map(
    ({ instancePath, message }) => `${instancePath === '' ? 'the body' : instancePath} ${message}`,
  );
}

/** Undefined when the bytes are no UTF-8 (RFC 8259, section 8.1). */
function strictText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What RFC 9457, section 3.1, says beyond the schema. */
function problemBreaches({ status, headers, body }: CallAnswer): readonly string[] {
  if (!isProblemMedia(headers.get('content-type') ?? '')) return [];
  const problem = parseJson(strictText(body) ?? '')?.value;
  if (!isJsonObject(problem)) return ['a problem that is no object'];
  const named = property(problem, 'status') ?? status;
  const type = property(problem, 'type') ?? 'about:blank';
  const isReference = typeof type === 'string' && !/[\s<>]/.test(type);
  return [
    ...(named === status ? [] : [`the problem names status ${JSON.stringify(named)}`]),
    ...(isReference ? [] : ['the type of the problem is no URI reference']),
  ];
}

/** One way in which a request breaks the description. */
export interface RequestBreach {
  /** `body`, `query/limit`, `path/id`, `credentials`, `method`. */
  readonly at: string;
  readonly keyword: string;
  /** Where in a body. */
  readonly problem?: SchemaProblem;
}

export interface CheckedRequest {
  readonly operation: Operation;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The values in the path. */
  readonly values: ReadonlyMap<string, string>;
}

/** Everything in which the parts of a request break the description. */
export function requestBreaches(bench: Workbench, request: CheckedRequest): readonly RequestBreach[] {
  return [
    ...request.operation.parameters.flatMap((parameter) => parameterBreaches(bench, parameter, request)),
    ...requestBodyBreaches(bench, request),
  ];
}

/** The text of a parameter as it travelled; undefined where it is absent or has no single text. */
export function parameterText(parameter: Parameter, request: CheckedRequest): string | undefined {
  const { name } = parameter;
  if (parameter.in === 'path') return request.values.get(name);
  if (parameter.in === 'header') return request.headers.get(name) ?? undefined;
  if (parameter.in === 'query') return new URL(request.url).searchParams.get(name) ?? undefined;
  return undefined;
}

function parameterBreaches(
  bench: Workbench,
  parameter: Parameter,
  request: CheckedRequest,
): readonly RequestBreach[] {
  const at = `${parameter.in}/${parameter.name}`;
  if (parameter.in === 'cookie' || parameter.in === 'querystring' || parameter.mediaType !== undefined)
    return [];
  const schema = dereference(parameter.schema, bench.definitions);
  if (typeof schema === 'object' && ['object', 'array'].includes(String(schema.type))) {
    return arrayBreaches(bench, parameter, request);
  }
  const text = parameterText(parameter, request);
  if (text === undefined) return parameter.required ? [{ at, keyword: 'required' }] : [];
  const check = tryCompile(bench.requests, parameter.schema);
  if (!check || readingsOf(text).some((reading) => check(reading))) return [];
  check(closestReading(schema, text));
  return toProblems(check.errors).map((problem) => ({ at, keyword: problem.keyword, problem }));
}

/** Lists in a query are written once for each item or with commas; either may be meant. */
function arrayBreaches(
  bench: Workbench,
  parameter: Parameter,
  request: CheckedRequest,
): readonly RequestBreach[] {
  const check = tryCompile(bench.requests, parameter.schema);
  if (parameter.in !== 'query' || !check) return [];
  const texts = new URL(request.url).searchParams.getAll(parameter.name);
  if (texts.length === 0) return [];
  const lists = [texts, texts.flatMap((text) => text.split(','))];
  const readings = lists.flatMap((list) => [list, list.map((text) => readingsOf(text).at(-1))]);
  if (readings.some((reading) => check(reading))) return [];
  check(lists[1]);
  const at = `${parameter.in}/${parameter.name}`;
  return toProblems(check.errors).map((problem) => ({ at, keyword: problem.keyword, problem }));
}

/** A number is meant where the schema asks for one, so that its bounds are the problem and not its type. */
function closestReading(schema: ReturnType<typeof dereference>, text: string): unknown {
  const types = typeof schema === 'object' ? [schema.type].flat() : [];
  const wantsText = types.includes('string') || types[0] === undefined;
  return wantsText ? text : (readingsOf(text)[1] ?? text);
}

function requestBodyBreaches(bench: Workbench, request: CheckedRequest): readonly RequestBreach[] {
  const { requestBody } = request.operation;
  if (!requestBody) return [];
  if (request.body.length === 0) return requestBody.required ? [{ at: 'body', keyword: 'required' }] : [];
  const actual = request.headers.get('content-type') ?? '';
  const media = requestBody.content.find(({ mediaType }) => coversMedia(mediaType, actual));
  if (!media) return [{ at: 'body', keyword: 'mediaType' }];
  if (!isJsonMedia(essence(actual))) return [];
  const json = parseJson(new TextDecoder().decode(request.body));
  if (!json) return [{ at: 'body', keyword: 'malformed' }];
  const check = media.schema === undefined ? undefined : tryCompile(bench.requests, media.schema);
  if (!check || check(json.value)) return [];
  return toProblems(check.errors).map((problem) => ({ at: 'body', keyword: problem.keyword, problem }));
}
