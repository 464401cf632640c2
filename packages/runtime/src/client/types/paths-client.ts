/**
 * A client for any `paths` in the shape of openapi-typescript, its types computed at each call. The names and their
 * parameters are those of openapi-fetch; generated clients have direct types instead (`typed-client.ts`).
 */

import type { Middleware } from './middleware.ts';
import type {
  ClientOptions,
  HeadersOptions,
  ParseAs,
  ParsedBody,
  PathSerializer,
  QuerySerializer,
  QuerySerializerOptions,
} from './options.ts';
import type { Failure, Success } from './outcome.ts';

export type MediaType = `${string}/${string}`;
export type HttpMethod = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace';

type PathsWithMethod<Paths, Method extends HttpMethod> = {
  [Path in keyof Paths]: Paths[Path] extends { [Name in Method]: object } ? Path : never;
}[keyof Paths];

/** The operation of a method, or nothing that can be called. */
type OperationOf<PathItem, Method> = PathItem[Method & keyof PathItem];

type ContentOf<Body> = Body extends { content: infer Content } ? Content[keyof Content & MediaType] : never;

export type BodySerializer<Operation> = (
  body: Operation extends { requestBody?: infer Body } ? ContentOf<NonNullable<Body>> : unknown,
  headers: Headers,
) => unknown;

export interface DefaultParamsOption {
  params?: { query?: Record<string, unknown> };
}

// In brackets, so that a union of operations is taken as one: before the compiler knows the path, it looks at all.
export type ParamsOption<Operation> = [Operation] extends [{ parameters: infer Parameters }]
  ? object extends Parameters
    ? { params?: Parameters }
    : { params: Parameters }
  : DefaultParamsOption;

export type RequestBodyOption<Operation> = [Operation] extends [{ requestBody: infer Body }]
  ? { body: ContentOf<Body> }
  : [Operation] extends [{ requestBody?: infer Body }]
    ? [ContentOf<NonNullable<Body>>] extends [never]
      ? { body?: never }
      : { body?: ContentOf<NonNullable<Body>> }
    : { body?: never };

export type RequestOptions<Operation> = ParamsOption<Operation> &
  RequestBodyOption<Operation> & {
    baseUrl?: string;
    querySerializer?: QuerySerializer<Operation> | QuerySerializerOptions;
    bodySerializer?: BodySerializer<Operation>;
    pathSerializer?: PathSerializer;
    parseAs?: ParseAs;
    fetch?: ClientOptions['fetch'];
    headers?: HeadersOptions;
    middleware?: Middleware[];
  };

export type FetchOptions<Operation> = RequestOptions<Operation> & Omit<RequestInit, 'body' | 'headers'>;

/** `data` of a successful answer, as the option `parseAs` says. */
export type ParseAsResponse<Data, Options> = Options extends { parseAs: infer As extends ParseAs }
  ? ParsedBody<Data>[As]
  : Data;

/** The body of a declared answer, and what it may be: those of `Media`, where there are any. */
type AnswerBody<Answer, Media extends MediaType> = Answer extends { content: infer Content }
  ? [keyof Content & Media] extends [never]
    ? Content[keyof Content]
    : Content[keyof Content & Media]
  : undefined;

type AnswerMedia<Answer> = Answer extends { content: infer Content }
  ? (keyof Content & string) | (string & {})
  : string | undefined;

/** A status as declared; of a range or `default` it is any number. */
type StatusOf<Key> = Key extends number
  ? Key
  : Key extends `${infer Status extends number}`
    ? Status
    : number;

type Answered<
  Key,
  Answer,
  Options,
  Media extends MediaType,
> = `${Key & (string | number)}` extends `2${string}`
  ? Success<StatusOf<Key>, ParseAsResponse<AnswerBody<Answer, Media>, Options>, AnswerMedia<Answer>>
  : `${Key & (string | number)}` extends `4${string}` | `5${string}` | 'default'
    ? Failure<StatusOf<Key>, AnswerBody<Answer, Media>, AnswerMedia<Answer>>
    : never;

/** One member for each declared status: compare `status`, or look for `error`, to know which. */
export type FetchResponse<
  Operation,
  Options = object,
  Media extends MediaType = MediaType,
> = Operation extends {
  responses: infer Responses;
}
  ? { [Key in keyof Responses]: Answered<Key, Responses[Key], Options, Media> }[keyof Responses]
  : Success<number, unknown, string | undefined> | Failure<number, unknown, string | undefined>;

export type MaybeOptionalInit<PathItem, Method> =
  object extends RequestOptions<OperationOf<PathItem, Method>>
    ? FetchOptions<OperationOf<PathItem, Method>> | undefined
    : FetchOptions<OperationOf<PathItem, Method>>;

/** Whether the options may be left out; keys that nobody knows are allowed, and reach custom `fetch`es. */
type InitArguments<Init> = undefined extends Init
  ? [init?: Init & { [key: string]: unknown }]
  : object extends Init
    ? [init?: Init & { [key: string]: unknown }]
    : [init: Init & { [key: string]: unknown }];

export type ClientMethod<Paths, Method extends HttpMethod, Media extends MediaType> = <
  Path extends PathsWithMethod<Paths, Method>,
  Init extends MaybeOptionalInit<Paths[Path], Method>,
>(
  url: Path,
  ...init: InitArguments<Init>
) => Promise<FetchResponse<OperationOf<Paths[Path], Method>, Init, Media>>;

export type ClientRequestMethod<Paths, Media extends MediaType> = <
  Method extends HttpMethod,
  Path extends PathsWithMethod<Paths, Method>,
  Init extends MaybeOptionalInit<Paths[Path], Method>,
>(
  method: Method,
  url: Path,
  ...init: InitArguments<Init>
) => Promise<FetchResponse<OperationOf<Paths[Path], Method>, Init, Media>>;

export type ClientForPath<PathItem, Media extends MediaType> = {
  [Method in keyof PathItem as Uppercase<string & Method>]: <
    Init extends MaybeOptionalInit<PathItem, Method>,
  >(
    ...init: InitArguments<Init>
  ) => Promise<FetchResponse<PathItem[Method], Init, Media>>;
};

/** A client for any `paths`; those of a generated client have more, see `TypedClient`. */
export interface Client<Paths, Media extends MediaType = MediaType> {
  request: ClientRequestMethod<Paths, Media>;
  GET: ClientMethod<Paths, 'get', Media>;
  PUT: ClientMethod<Paths, 'put', Media>;
  POST: ClientMethod<Paths, 'post', Media>;
  DELETE: ClientMethod<Paths, 'delete', Media>;
  OPTIONS: ClientMethod<Paths, 'options', Media>;
  HEAD: ClientMethod<Paths, 'head', Media>;
  PATCH: ClientMethod<Paths, 'patch', Media>;
  TRACE: ClientMethod<Paths, 'trace', Media>;
  /** Adds callbacks around every call. */
  use(...middleware: Middleware[]): void;
  /** Takes them away. */
  eject(...middleware: Middleware[]): void;
}

/** The same calls by path: `client['/websites/{id}'].GET({ params })`. */
export type PathBasedClient<Paths, Media extends MediaType = MediaType> = {
  [Path in keyof Paths]: ClientForPath<Paths[Path], Media>;
};

export type ClientPathsWithMethod<CreatedClient, Method extends HttpMethod> =
  CreatedClient extends Client<infer Paths, infer _> ? PathsWithMethod<Paths, Method> : never;

/** What a successful call gives as `data`. */
export type MethodResponse<
  CreatedClient,
  Method extends HttpMethod,
  Path extends ClientPathsWithMethod<CreatedClient, Method>,
  Options = object,
> =
  CreatedClient extends Client<infer Paths, infer Media>
    ? NonNullable<FetchResponse<OperationOf<Paths[Path & keyof Paths], Method>, Options, Media>['data']>
    : never;
