import type { HeaderContract, MediaTypeContract, OperationContract, ResponseContract } from '../contract.ts';
import type { Answer, RenderedAnswer, RenderedHeaders } from './answer.ts';
import { addHeaders, findUnsendable } from './answer-headers.ts';
import { pagingHeaders } from './behaviours/paging.ts';
import { ContractBreach } from './contract-breach.ts';
import { toFieldErrors } from './field-errors.ts';
import { essenceOf, isInRange, isJson, isText, preferredMediaType, rangeExactness } from './media-type.ts';
import { createHeaderReader, type TextReader } from './parameters/read-parameter.ts';
import { Broken } from './parameters/read-result.ts';
import type { FieldError } from './problem.ts';
import { hasNoContent, matchesStatus } from './status.ts';

/** How the answers of one operation are written and checked. */
export interface ResponsePlan {
  /** Media types of the declared successes; empty when none has content. */
  readonly offered: readonly string[];
  render(answer: Answer, accept: string | null): RenderedAnswer;
  /** What of an answer the description does not allow. `frame` are the headers that the frame adds. */
  check(
    answer: Answer,
    rendered: RenderedAnswer,
    frame: Readonly<Record<string, string>>,
  ): ContractBreach | undefined;
}

interface StatusPlan {
  readonly contents: readonly Content[];
  /** Concrete media types a body can be written as when the handler names none. */
  readonly defaults: readonly string[];
  readonly headers: readonly HeaderPlan[];
}

interface Content {
  readonly range: string;
  readonly content: MediaTypeContract;
}

interface HeaderPlan {
  readonly contract: HeaderContract;
  readonly name: string;
  readonly read: TextReader;
}

export function createResponsePlan(operation: OperationContract): ResponsePlan {
  const plans = new Map<number, StatusPlan | undefined>();
  const planOf = (status: number): StatusPlan | undefined => {
    if (!plans.has(status)) plans.set(status, findStatusPlan(operation.responses, status));
    return plans.get(status);
  };

  return {
    offered: offeredMediaTypes(operation),
    render(answer, accept) {
      const headers: Record<string, string | readonly string[]> =
        answer.page === undefined || operation.behaviours.pagination === undefined
          ? {}
          : pagingHeaders(operation.behaviours.pagination, answer.page);
      if (answer.headers !== undefined) addHeaders(headers, answer.headers);
      if (hasNoContent(answer.status) || answer.body === undefined) {
        return { status: answer.status, headers: requireSendable(headers), body: null };
      }
      const type = answer.contentType ?? defaultType(planOf(answer.status), answer.body, accept);
      headers['content-type'] = typeof answer.body === 'string' ? withCharset(type) : type;
      return {
        status: answer.status,
        headers: requireSendable(headers),
        body: renderBody(answer.body, essenceOf(type)),
      };
    },
    check(answer, rendered, frame) {
      const plan = planOf(answer.status);
      const errors =
        plan === undefined ? [undeclaredStatus(operation)] : checkAnswer(plan, answer, rendered, frame);
      if (isPageMissing(operation, answer))
        errors.push({ pointer: 'page', code: 'required', message: 'is required' });
      return errors.length === 0 ? undefined : new ContractBreach(operation.id, answer.status, errors);
    },
  };
}

/** An exact status before a range before `default`. */
function findStatusPlan(responses: readonly ResponseContract[], status: number): StatusPlan | undefined {
  const response =
    responses.find((one) => one.status === String(status)) ??
    responses.find((one) => one.status !== 'default' && matchesStatus(one.status, status)) ??
    responses.find((one) => one.status === 'default');
  return response === undefined ? undefined : toStatusPlan(response);
}

function toStatusPlan(response: ResponseContract): StatusPlan {
  const contents = response.content
    .map((content) => ({ content, range: essenceOf(content.mediaType) }))
    .sort((a, b) => rangeExactness(b.range) - rangeExactness(a.range));
  return {
    contents,
    defaults: response.content
      .map(({ mediaType }) => essenceOf(mediaType))
      .filter((range) => !range.includes('*')),
    headers: response.headers
      // OpenAPI 3.1.1, "Response Object": a header named Content-Type is ignored.
      .filter(({ name }) => name.toLowerCase() !== 'content-type')
      .map((contract) => ({
        contract,
        name: contract.name.toLowerCase(),
        read: createHeaderReader({ ...contract, style: 'simple', explode: false }),
      })),
  };
}

function offeredMediaTypes(operation: OperationContract): string[] {
  const successes = operation.responses.filter(({ status }) => /^[2]/.test(status));
  return [
    ...new Set(successes.flatMap(({ content }) => content.map(({ mediaType }) => essenceOf(mediaType)))),
  ];
}

function isPageMissing(operation: OperationContract, answer: Answer): boolean {
  const isList =
    operation.behaviours.pagination !== undefined && operation.behaviours.pagination.type !== 'single';
  return isList && answer.page === undefined && answer.status >= 200 && answer.status < 300;
}

function undeclaredStatus(operation: OperationContract): FieldError {
  const declared = operation.responses.map(({ status }) => status).join(', ');
  return { pointer: 'status', code: 'undeclared', message: `is not among the declared ones (${declared})` };
}

function defaultType(plan: StatusPlan | undefined, body: unknown, accept: string | null): string {
  const defaults = plan?.defaults ?? [];
  if (defaults.length > 1 && accept !== null)
    return preferredMediaType(accept, defaults) ?? defaults[0] ?? '';
  return defaults[0] ?? (isBinary(body) ? 'application/octet-stream' : 'application/json');
}

function withCharset(type: string): string {
  return type.includes(';') || isJson(essenceOf(type)) || !isText(essenceOf(type))
    ? type
    : `${type}; charset=utf-8`;
}

function isBinary(body: unknown): body is Uint8Array | ArrayBuffer | Blob | ReadableStream {
  return (
    body instanceof Uint8Array ||
    body instanceof ReadableStream ||
    body instanceof ArrayBuffer ||
    body instanceof Blob
  );
}

function renderBody(body: unknown, essence: string): RenderedAnswer['body'] {
  if (typeof body === 'object' && isBinary(body)) return toBytes(body);
  if (isJson(essence)) return JSON.stringify(body);
  if (typeof body === 'string') return body;
  if (typeof body === 'number' || typeof body === 'boolean') return String(body);
  throw new TypeError(
    `A handler answered an object as ${essence}. Only JSON is made of objects; answer text or bytes.`,
  );
}

function toBytes(body: Uint8Array | ArrayBuffer | Blob | ReadableStream): RenderedAnswer['body'] {
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Blob) return body.stream();
  // A view on shared memory is copied: no response may change while it is sent.
  if (body instanceof Uint8Array)
    return body.buffer instanceof ArrayBuffer ? (body as Uint8Array<ArrayBuffer>) : new Uint8Array(body);
  return body;
}

function requireSendable(headers: RenderedHeaders): RenderedHeaders {
  const name = findUnsendable(headers);
  if (name === undefined) return headers;
  throw new TypeError(`A handler answered a value that no header can carry: ${name}. Encode it.`);
}

function checkAnswer(
  plan: StatusPlan,
  answer: Answer,
  rendered: RenderedAnswer,
  frame: Readonly<Record<string, string>>,
): FieldError[] {
  const errors = checkBody(plan, answer, rendered);
  for (const header of plan.headers) {
    const value = rendered.headers[header.name] ?? frame[header.name];
    if (value !== undefined) errors.push(...checkHeader(header, value));
    else if (header.contract.required)
      errors.push({ pointer: `header/${header.name}`, code: 'required', message: 'is required' });
  }
  return errors;
}

function checkHeader({ contract, name, read }: HeaderPlan, text: string | readonly string[]): FieldError[] {
  const pointer = `header/${name}`;
  const value = read(typeof text === 'string' ? text : text.join(', '));
  if (value instanceof Broken) return [value.at(pointer)];
  return contract.check(value) ? [] : toFieldErrors(contract.check, pointer);
}

function checkBody(plan: StatusPlan, answer: Answer, rendered: RenderedAnswer): FieldError[] {
  if (rendered.body === null) {
    const isMissing = plan.contents.length > 0 && !hasNoContent(answer.status);
    return isMissing ? [{ pointer: '', code: 'required', message: 'is required' }] : [];
  }
  if (plan.contents.length === 0) return [{ pointer: '', code: 'undeclared', message: 'is not declared' }];
  const essence = essenceOf(String(rendered.headers['content-type'] ?? ''));
  const found = plan.contents.find(({ range }) => isInRange(essence, range));
  if (found === undefined) {
    const declared = plan.contents.map(({ range }) => range).join(', ');
    return [
      {
        pointer: 'contentType',
        code: 'undeclared',
        message: `${essence} is not among the declared ones (${declared})`,
      },
    ];
  }
  const { check } = found.content;
  const isChecked =
    check !== undefined &&
    typeof rendered.body === 'string' &&
    (isJson(essence) || essence.startsWith('text/'));
  return isChecked && !check(answer.body) ? toFieldErrors(check, '') : [];
}
