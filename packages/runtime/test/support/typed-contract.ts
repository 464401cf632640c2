// What `plumbline generate` writes for a small description, by hand: the types that createServer reads.
import type { TypedContract } from '@plumbline/runtime/contract';
import type {
  AnonymousContext,
  ApiKeyCredentials,
  BearerCredentials,
  PageInfo,
  Principal,
  RequestContext,
  SecurityHandler,
} from '@plumbline/runtime/server';
import { BEARER, content, contractOf, json, operation, parameter, response } from './contract.ts';

export interface Thing {
  readonly id: string;
}
interface ProblemBody {
  readonly type: string;
}
export interface GetThingRequest {
  readonly path: { readonly id: string };
  readonly raw: Request;
}
export type GetThingResponse =
  | { readonly status: 200; readonly body: Thing }
  | { readonly status: 404; readonly body: ProblemBody };
export interface ListThingsRequest {
  readonly query: { readonly limit: number };
  readonly raw: Request;
}
export interface ListThingsResponse {
  readonly status: 200;
  readonly body: readonly Thing[];
  readonly page: PageInfo;
}
export interface GetHealthRequest {
  readonly raw: Request;
}
export interface GetHealthResponse {
  readonly status: 200;
  readonly body: { readonly ok: boolean };
}

export interface Handlers<Context extends RequestContext = RequestContext> {
  getThing(request: GetThingRequest, context: Context): GetThingResponse | Promise<GetThingResponse>;
  listThings(request: ListThingsRequest, context: Context): ListThingsResponse | Promise<ListThingsResponse>;
  getHealth(
    request: GetHealthRequest,
    context: AnonymousContext<Context>,
  ): GetHealthResponse | Promise<GetHealthResponse>;
}

export interface SecurityHandlers<Caller extends Principal = Principal> {
  readonly token: SecurityHandler<Caller, BearerCredentials>;
  readonly key: SecurityHandler<Caller, ApiKeyCredentials>;
}

const security = [{ schemes: [{ name: 'token', scopes: [] }] }, { schemes: [{ name: 'key', scopes: [] }] }];
const problem = response('default', [content('application/problem+json')]);
const operations = [
  operation('getThing', {
    path: '/things/{id}',
    security,
    parameters: [parameter('path', 'id', { type: 'string' })],
    responses: [response('200', [json({})]), problem],
  }),
  operation('listThings', {
    security,
    parameters: [parameter('query', 'limit', { type: 'integer', default: 20 })],
  }),
  operation('getHealth', { path: '/health' }),
];

export const contract: TypedContract<Handlers<never>, SecurityHandlers<never>> = contractOf(operations, [
  BEARER,
  { name: 'key', type: 'apiKey', in: 'header', parameterName: 'X-Key', scopes: [] },
]);
