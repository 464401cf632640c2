import { defaultBodySerializer, type WireBody } from './body-serializer.ts';
import type { CallOptions, CoreOptions, QuerySerializer, Serializers } from './core-options.ts';
import { createFinalURL, removeTrailingSlash } from './final-url.ts';
import { flattenHeaders, type HeadersInput } from './merge-headers.ts';
import type { OperationCall } from './operation-call.ts';
import { defaultPathSerializer } from './path-serializer.ts';
import { createQuerySerializer } from './query-serializer.ts';
import { writeBody } from './request-body.ts';

/** What all calls of a client share. */
export interface ClientState {
  readonly options: CoreOptions;
  /** Of the options, what `Request` takes. */
  readonly init: object;
  readonly querySerializer: QuerySerializer;
}

export interface Asked {
  readonly method: string;
  readonly schemaPath: string;
  readonly call: CallOptions;
}

export const toClientState = (options: CoreOptions): ClientState => ({
  options,
  init: requestInit(options),
  querySerializer: toQuerySerializer(options.querySerializer),
});

/** The request of a call, what it was made of, and the functions that wrote it. */
export function prepareCall(
  state: ClientState,
  { method, schemaPath, call }: Asked,
): { readonly call: OperationCall; readonly serializers: Serializers } {
  const { options } = state;
  const facts = options.facts?.operations[`${method} ${schemaPath}`];
  const serializers = chooseSerializers(state, call);
  const styles = (call.querySerializer ?? options.querySerializer) ? undefined : options.styles;
  const styled = facts?.parameters && styles?.(schemaPath, call.params ?? {}, facts.parameters);
  const { params = {} } = styled ?? call;
  const url = createFinalURL(styled?.schemaPath ?? schemaPath, { ...serializers, params });

  // Safe: what cannot stand in a header becomes text there.
  const headers = flattenHeaders([options.headers, call.headers, params.header as HeadersInput]);
  if (facts?.accept) headers.accept ??= facts.accept;
  const openBody = typeof call.body === 'function' ? (call.body as () => WireBody) : undefined; // as documented
  const given = openBody ? openBody() : call.body;
  const body = writeBody({ given, serializer: serializers.bodySerializer, declared: facts?.body }, headers);
  for (const name in headers) if (headers[name] === null) delete headers[name];

  const own = requestInit(call);
  const streams = body instanceof ReadableStream && { duplex: 'half' };
  const init = { redirect: 'follow', ...streams, ...state.init, ...own, method, body, headers };
  // Safe: nothing in `headers` is null any more, and the rest is the platform's to judge.
  const request = new (call.Request ?? options.Request ?? Request)(
    styled?.query ? `${url}${url.includes('?') ? '&' : '?'}${styled.query}` : url,
    init as RequestInit,
  );
  // For middlewares: what a caller says beyond `RequestInit` can be read from the request.
  for (const key in own) if (!(key in request)) Object.assign(request, { [key]: own[key] });
  return { call: { method, schemaPath, facts, request, body, openBody }, serializers };
}

function chooseSerializers({ options, querySerializer }: ClientState, call: CallOptions): Serializers {
  const { querySerializer: own } = call;
  const styles = typeof options.querySerializer === 'object' ? options.querySerializer : {};
  return {
    baseUrl: removeTrailingSlash(call.baseUrl || options.baseUrl || ''),
    querySerializer: own
      ? toQuerySerializer(typeof own === 'object' ? { ...styles, ...own } : own)
      : querySerializer,
    pathSerializer: call.pathSerializer || options.pathSerializer || defaultPathSerializer,
    bodySerializer: call.bodySerializer ?? options.bodySerializer ?? defaultBodySerializer,
  };
}

const toQuerySerializer = (given: CoreOptions['querySerializer']): QuerySerializer =>
  typeof given === 'function' ? given : createQuerySerializer(given);

/** What is left of the options when those are taken out that the client itself understands. */
function requestInit(options: CoreOptions & CallOptions): Record<string, unknown> {
  const { baseUrl, fetch, Request, headers, querySerializer, bodySerializer, pathSerializer, ...some } =
    options;
  const { requestInitExt, facts, errors, parseJson, styles, ...rest } = some;
  const { params, body, parseAs, middleware, ...init } = rest;
  return init;
}
