import type { ParameterContract } from '../../contract.ts';
import { toFieldErrors } from '../field-errors.ts';
import type { IncomingRequest } from '../incoming-request.ts';
import type { FieldError } from '../problem.ts';
import { parameterNames } from '../router.ts';
import { parseCookies } from './cookies.ts';
import { QueryString } from './query-string.ts';
import {
  createCookieReader,
  createHeaderReader,
  createPathReader,
  createQueryReader,
  type ReadResult,
  type TextReader,
} from './read-parameter.ts';
import { ABSENT, Broken } from './read-result.ts';

export type Values = Readonly<Record<string, unknown>>;

/** The values of one location, or what is wrong with them. */
export interface ReadValues {
  readonly values: Values;
  readonly errors: readonly FieldError[];
}

/** How the parameters of one operation are read, decided once when the server is made. */
export interface ParameterPlan {
  readPath(texts: readonly string[]): ReadValues;
  readQuery(query: QueryString | null): ReadValues;
  readHeaders(request: IncomingRequest): ReadValues;
  readCookies(request: IncomingRequest): ReadValues;
  readonly hasQuery: boolean;
}

const NOTHING: ReadValues = { values: Object.freeze({}), errors: [] };
const EMPTY_QUERY = new QueryString('');
/** These three are described by other parts of OpenAPI and ignored as parameters (3.1.1, "Parameter Object"). */
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization']);

interface Read<Source> {
  readonly parameter: ParameterContract;
  readonly pointer: string;
  readonly read: (source: Source) => ReadResult;
}

/**
 * `unchecked` names a header (in lower case) that another check speaks for: the idempotency key has
 * a problem type of its own.
 */
export function createParameterPlan(
  path: string,
  parameters: readonly ParameterContract[],
  unchecked: string | undefined,
): ParameterPlan {
  const pathReads = toPathReads(path, parameters);
  const queryNames = new Set(parameters.filter((one) => one.in === 'query').map((one) => one.name));
  const queryReads = parameters
    .filter((one) => one.in === 'query')
    .map((one) => toRead(one, createQueryReader(one, queryNames)));
  const headerReads = parameters
    .filter((one) => one.in === 'header' && !IGNORED_HEADERS.has(one.name.toLowerCase()))
    .map((one) => toHeaderRead(one, one.name.toLowerCase() === unchecked));
  const cookieReads = parameters
    .filter((one) => one.in === 'cookie')
    .map((one) => toRead(one, readCookie(one)));

  return {
    hasQuery: queryReads.length > 0,
    readPath: (texts) => readAll(pathReads, texts),
    readQuery: (query) => readAll(queryReads, query ?? EMPTY_QUERY),
    readHeaders: (request) => readAll(headerReads, request),
    readCookies: (request) =>
      cookieReads.length === 0 ? NOTHING : readAll(cookieReads, parseCookies(request.header('cookie'))),
  };
}

function toRead<Source>(parameter: ParameterContract, read: (source: Source) => ReadResult): Read<Source> {
  return { parameter, pointer: `${parameter.in}/${parameter.name}`, read };
}

function toPathReads(path: string, parameters: readonly ParameterContract[]): Read<readonly string[]>[] {
  const names = parameterNames(path);
  return parameters
    .filter((one) => one.in === 'path' && names.includes(one.name))
    .map((one) => {
      const index = names.indexOf(one.name);
      const read: TextReader = createPathReader(one);
      return toRead(one, (texts) => read(texts[index] ?? ''));
    });
}

function toHeaderRead(parameter: ParameterContract, isUnchecked: boolean): Read<IncomingRequest> {
  const name = parameter.name.toLowerCase();
  const read = createHeaderReader(parameter);
  const readHeader = (request: IncomingRequest): ReadResult => {
    const text = request.header(name);
    return text === null ? ABSENT : read(text);
  };
  return toRead(isUnchecked ? { ...parameter, check: () => true } : parameter, readHeader);
}

function readCookie(parameter: ParameterContract): (cookies: Map<string, string[]>) => ReadResult {
  const read = createCookieReader(parameter);
  return (cookies) => {
    const texts = cookies.get(parameter.name);
    return texts === undefined ? ABSENT : read(texts);
  };
}

/**
 * Names come from the description, and one of them may be `__proto__` or `constructor`: nothing is inherited. Made by a
 * constructor, since an object that is given no prototype at all costs several times as much.
 */
const NamedValues = function NamedValues() {} as unknown as new () => Record<string, unknown>; // Safe: it makes one.
NamedValues.prototype = Object.create(null);

function readAll<Source>(reads: readonly Read<Source>[], source: Source): ReadValues {
  if (reads.length === 0) return NOTHING;
  const values: Record<string, unknown> = new NamedValues();
  const errors: FieldError[] = [];
  for (const { parameter, pointer, read } of reads) {
    const value = read(source);
    if (value === ABSENT) {
      if (parameter.default !== undefined) values[parameter.name] = freshDefault(parameter.default);
      else if (parameter.required) errors.push({ pointer, code: 'required', message: 'is required' });
    } else if (value instanceof Broken) {
      errors.push(value.at(pointer));
    } else if (parameter.check(value)) {
      values[parameter.name] = value;
    } else {
      errors.push(...toFieldErrors(parameter.check, pointer));
    }
  }
  return { values, errors };
}

/** A handler may change what it is given, so it never gets the contract's own object. */
function freshDefault(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? structuredClone(value) : value;
}
