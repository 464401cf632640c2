import { defaultBodySerializer, type WireBody } from './body-serializer.ts';
import type { CallOptions, CoreOptions } from './core-options.ts';
import { createFinalURL, removeTrailingSlash } from './final-url.ts';
import { flattenHeaders, type HeadersInput } from './merge-headers.ts';
import type { OperationCall, Transport } from './operation-call.ts';
import { defaultPathSerializer } from './path-serializer.ts';
import { createQuerySerializer } from './query-serializer.ts';
import { writeBody } from './request-body.ts';
import type { MergedOptions, QuerySerializer } from './serializers.ts';

export interface Asked {
  readonly method: string;
  readonly schemaPath: string;
  readonly call: CallOptions;
}

/** The request of a call with what it was made of, and what the options of client and call come to. */
export function prepareCall(
  client: CoreOptions,
  { method, schemaPath, call }: Asked,
): { readonly call: OperationCall; readonly options: MergedOptions } {
  const {
    baseUrl,
    fetch = client.fetch ?? (globalThis.fetch as Transport), // which ignores a third argument
    Request: RequestClass = client.Request ?? Request,
    headers: ownHeaders,
    params = {},
    parseAs = 'json',
    querySerializer,
    pathSerializer = client.pathSerializer ?? defaultPathSerializer,
    bodySerializer = client.bodySerializer ?? defaultBodySerializer,
    body: given,
    middleware,
    ...own
  } = call;
  const facts = client.facts?.operations[`${method} ${schemaPath}`];
  const options = {
    baseUrl: removeTrailingSlash(baseUrl || client.baseUrl || ''),
    fetch,
    parseAs,
    querySerializer: chooseQuerySerializer(client.querySerializer, querySerializer),
    pathSerializer,
    bodySerializer,
  };
  const plan = { ...options, params };
  const styled = (facts?.parameters && !querySerializer && client.styles?.(plan, facts.parameters)) || plan;

  const flat = flattenHeaders([
    facts?.accept ? { accept: facts.accept } : undefined,
    client.headers,
    ownHeaders,
    styled.params.header as HeadersInput, // safe: what cannot stand in a header becomes text there
  ]);
  const openBody = typeof given === 'function' ? (given as () => WireBody) : undefined; // as documented
  const init = {
    ...client,
    ...own,
    method,
    ...writeBody(
      { given: openBody ? openBody() : given, serializer: bodySerializer, declared: facts?.body },
      flat,
    ),
  };
  // Safe: `Request` passes over the options that it does not know.
  const request = new RequestClass(createFinalURL(schemaPath, styled), init as RequestInit);
  // For middlewares: what a caller says beyond `RequestInit` can be read from the request.
  for (const key in own)
    if (!(key in request)) Object.assign(request, { [key]: own[key as keyof typeof own] });
  return {
    call: { method, schemaPath, facts, request, body: init.body, signal: init.signal, openBody },
    options,
  };
}

const writeQuery = createQuerySerializer();

function chooseQuerySerializer(
  usual: CoreOptions['querySerializer'],
  own: CoreOptions['querySerializer'],
): QuerySerializer {
  if (typeof own === 'function') return own;
  if (!own && typeof usual !== 'object') return usual ?? writeQuery;
  return createQuerySerializer({ ...(typeof usual === 'object' && usual), ...own });
}
