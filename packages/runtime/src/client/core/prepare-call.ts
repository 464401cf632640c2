import { defaultBodySerializer, type WireBody } from './body-serializer.ts';
import type { CallOptions, CoreOptions } from './core-options.ts';
import { createFinalURL, removeTrailingSlash } from './final-url.ts';
import { flattenHeaders, type HeadersInput } from './merge-headers.ts';
import type { OperationCall, Transport } from './operation-call.ts';
import { defaultPathSerializer } from './path-serializer.ts';
import { createQuerySerializer } from './query-serializer.ts';
import { writeBody } from './request-body.ts';
import type { QuerySerializer, Serializers } from './serializers.ts';

export interface Asked {
  readonly method: string;
  readonly schemaPath: string;
  readonly call: CallOptions;
}

/** The request of a call, what it was made of, and what the options of client and call come to. */
export function prepareCall(
  client: CoreOptions,
  { method, schemaPath, call }: Asked,
): { readonly call: OperationCall; readonly serializers: Serializers; readonly send: Transport } {
  const {
    baseUrl,
    fetch = client.fetch ?? (globalThis.fetch as Transport), // which ignores a third argument
    Request: RequestClass = client.Request ?? Request,
    headers: ownHeaders,
    params = {},
    parseAs,
    querySerializer,
    pathSerializer = client.pathSerializer ?? defaultPathSerializer,
    bodySerializer = client.bodySerializer ?? defaultBodySerializer,
    body: given,
    middleware,
    ...own
  } = call;
  const facts = client.facts?.operations[`${method} ${schemaPath}`];
  const serializers: Serializers = {
    baseUrl: removeTrailingSlash(baseUrl || client.baseUrl || ''),
    querySerializer: chooseQuerySerializer(client.querySerializer, querySerializer),
    pathSerializer,
    bodySerializer,
  };
  const plan = { ...serializers, params };
  const styled = (facts?.parameters && !querySerializer && client.styles?.(plan, facts.parameters)) || plan;

  // Safe: what cannot stand in a header becomes text there.
  const headers = flattenHeaders([client.headers, ownHeaders, styled.params.header as HeadersInput]);
  if (facts?.accept) headers.accept ??= facts.accept;
  const openBody = typeof given === 'function' ? (given as () => WireBody) : undefined; // as documented
  const written = openBody ? openBody() : given;
  const body = writeBody({ given: written, serializer: bodySerializer, declared: facts?.body }, headers);
  for (const name in headers) if (headers[name] === null) delete headers[name];

  // `Request` passes over the options that it does not know, and `headers` has no `null` any more.
  const init = {
    redirect: 'follow',
    duplex: 'half',
    ...client,
    ...own,
    method,
    body,
    headers,
  } as RequestInit;
  const request = new RequestClass(createFinalURL(schemaPath, styled), init);
  // For middlewares: what a caller says beyond `RequestInit` can be read from the request.
  for (const key in own)
    if (!(key in request)) Object.assign(request, { [key]: own[key as keyof typeof own] });
  return { call: { method, schemaPath, facts, request, body, openBody }, serializers, send: fetch };
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
