import type { OperationContract } from '../contract.ts';
import type { Answer, RenderedAnswer, RenderedHeaders } from './answer.ts';
import { addHeaders, findUnsendable } from './answer-headers.ts';
import { pagingHeaders } from './behaviours/paging.ts';
import { ContractBreach } from './contract-breach.ts';
import { toFieldErrors } from './field-errors.ts';
import { FixedAnswer } from './fixed-answer.ts';
import { essenceOf, preferredMediaType } from './media-type.ts';
import { Broken } from './parameters/read-result.ts';
import type { FieldError } from './problem.ts';
import { remembering } from './remembering.ts';
import { hasNoContent, isFinalStatus } from './status.ts';
import { findStatusPlan, type HeaderPlan, type StatusPlan, type TypePlan } from './status-plan.ts';

/** How the answers of one operation are written and checked. */
export interface ResponsePlan {
  /** Media types of the declared successes; empty when none has content. */
  readonly offered: readonly string[];
  /** Whether a client with this `Accept` header takes one of them. */
  isAcceptable(accept: string): boolean;
  render(answer: Answer, accept: string | null): Rendering;
  /** What of an answer the description does not allow. `frame` are the headers that the frame adds. */
  check(rendering: Rendering, frame: Readonly<Record<string, string>>): ContractBreach | undefined;
}

/** An answer, how it was written and by which plan. */
export interface Rendering {
  readonly answer: Answer;
  readonly rendered: RenderedAnswer;
  readonly status: StatusPlan;
  /** Undefined without a body. */
  readonly type: TypePlan | undefined;
}

export function createResponsePlan(operation: OperationContract): ResponsePlan {
  const plans = new Map<number, StatusPlan>();
  const planOf = (status: number): StatusPlan => {
    const known = plans.get(status);
    if (known !== undefined) return known;
    const plan = findStatusPlan(operation, status);
    plans.set(status, plan);
    return plan;
  };
  const { pagination } = operation.behaviours;
  const offered = offeredMediaTypes(operation);

  const render = (answer: Answer, accept: string | null): Rendering => {
    if (!isFinalStatus(answer.status)) throw new TypeError(`A handler answered the status ${answer.status}.`);
    const status = planOf(answer.status);
    const headers: Record<string, string | readonly string[]> =
      answer.page === undefined || pagination === undefined ? {} : pagingHeaders(pagination, answer.page);
    if (answer.headers !== undefined) addHeaders(headers, answer.headers);
    requireSendable(headers);
    if (hasNoContent(answer.status) || answer.body === undefined) {
      return { answer, rendered: { status: answer.status, headers, body: null }, status, type: undefined };
    }
    const bytes = asBytes(answer.body);
    const fallback = bytes === undefined ? 'application/json' : 'application/octet-stream';
    const type = status.typeOf(answer.contentType, accept, fallback);
    headers['content-type'] = typeof answer.body === 'string' ? type.textHeader : type.header;
    const body = bytes ?? renderText(answer.body, type);
    return { answer, rendered: { status: answer.status, headers, body }, status, type };
  };
  const renderings = new WeakMap<FixedAnswer, Rendering>();
  const checks = new WeakMap<Rendering, OwnCheck>();

  return {
    offered,
    isAcceptable: remembering((accept) => preferredMediaType(accept, offered) !== undefined),
    render(answer, accept) {
      if (!(answer instanceof FixedAnswer)) return render(answer, accept);
      const known = renderings.get(answer) ?? render(answer, accept);
      renderings.set(answer, known);
      return known;
    },
    check(rendering, frame) {
      const known = checks.get(rendering) ?? checkOwn(operation, rendering);
      if (rendering.answer instanceof FixedAnswer) checks.set(rendering, known);
      const errors = checkWithFrame(known, frame);
      return errors.length === 0
        ? undefined
        : new ContractBreach(operation.id, rendering.answer.status, errors);
    },
  };
}

function offeredMediaTypes(operation: OperationContract): string[] {
  const successes = operation.responses.filter(({ status }) => status.startsWith('2'));
  return [
    ...new Set(successes.flatMap(({ content }) => content.map(({ mediaType }) => essenceOf(mediaType)))),
  ];
}

/** Undefined for values and texts. */
function asBytes(body: unknown): Uint8Array<ArrayBuffer> | ReadableStream | undefined {
  // Nearly every body is a plain object or a list, which this finds out fastest.
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  if (Object.getPrototypeOf(body) === Object.prototype) return undefined;
  if (body instanceof Uint8Array)
    return body.buffer instanceof ArrayBuffer ? (body as Uint8Array<ArrayBuffer>) : new Uint8Array(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Blob) return body.stream();
  return body instanceof ReadableStream ? body : undefined;
}

function renderText(body: unknown, type: TypePlan): string {
  if (type.isJson) return JSON.stringify(body);
  if (typeof body === 'string') return body;
  if (typeof body === 'number' || typeof body === 'boolean') return String(body);
  throw new TypeError(
    `A handler answered an object as ${type.essence}. Only JSON is made of objects; answer text or bytes.`,
  );
}

function requireSendable(headers: RenderedHeaders): void {
  const name = findUnsendable(headers);
  if (name !== undefined) {
    throw new TypeError(
      `A handler answered a value that no header can carry: ${JSON.stringify(name)}. Encode it.`,
    );
  }
}

const NO_ERRORS: readonly FieldError[] = [];
const NO_HEADERS: readonly HeaderPlan[] = [];

/** What an answer itself says against the description, and the headers that the frame may still add. */
interface OwnCheck {
  readonly errors: readonly FieldError[];
  readonly left: readonly HeaderPlan[];
}

function checkOwn(operation: OperationContract, rendering: Rendering): OwnCheck {
  const { status, rendered, answer } = rendering;
  if (!status.isDeclared) return { errors: [undeclaredStatus(operation)], left: NO_HEADERS };
  const errors = [...checkBody(rendering)];
  const left: HeaderPlan[] = [];
  for (const header of status.headers) {
    const text = rendered.headers[header.name];
    if (text === undefined) left.push(header);
    else errors.push(...checkHeader(header, text));
  }
  if (isPageMissing(operation, answer)) {
    errors.push({ pointer: 'page', code: 'required', message: 'is required' });
  }
  return { errors, left };
}

function checkWithFrame(
  { errors, left }: OwnCheck,
  frame: Readonly<Record<string, string>>,
): readonly FieldError[] {
  let all = errors;
  for (const header of left) {
    const found = checkHeader(header, frame[header.name]);
    if (found.length > 0) all = [...all, ...found];
  }
  return all;
}

function undeclaredStatus(operation: OperationContract): FieldError {
  const declared = operation.responses.map(({ status }) => status).join(', ');
  return { pointer: 'status', code: 'undeclared', message: `is not among the declared ones (${declared})` };
}

function isPageMissing({ behaviours: { pagination } }: OperationContract, answer: Answer): boolean {
  if (pagination === undefined || pagination.type === 'single' || answer.page !== undefined) return false;
  return answer.status >= 200 && answer.status < 300;
}

function checkHeader(
  { contract, name, read }: HeaderPlan,
  text: string | readonly string[] | undefined,
): readonly FieldError[] {
  const pointer = `header/${name}`;
  if (text === undefined) {
    return contract.required ? [{ pointer, code: 'required', message: 'is required' }] : NO_ERRORS;
  }
  const value = read(typeof text === 'string' ? text : text.join(', '));
  if (value instanceof Broken) return [value.at(pointer)];
  return contract.check(value) ? NO_ERRORS : toFieldErrors(contract.check, pointer);
}

function checkBody({ answer, rendered, status, type }: Rendering): readonly FieldError[] {
  if (type === undefined) {
    const isMissing = status.ranges.length > 0 && !hasNoContent(answer.status);
    return isMissing ? [{ pointer: '', code: 'required', message: 'is required' }] : NO_ERRORS;
  }
  if (status.ranges.length === 0) return [{ pointer: '', code: 'undeclared', message: 'is not declared' }];
  if (!type.isDeclared) return [undeclaredType(type, status)];
  const isChecked = type.check !== undefined && typeof rendered.body === 'string';
  return isChecked && !type.check(answer.body) ? toFieldErrors(type.check, '') : NO_ERRORS;
}

function undeclaredType({ essence }: TypePlan, { ranges }: StatusPlan): FieldError {
  const message = `${essence} is not among the declared ones (${ranges.join(', ')})`;
  return { pointer: 'contentType', code: 'undeclared', message };
}
