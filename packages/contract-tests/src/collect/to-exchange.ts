import type { ApiModel } from '@plumbline/openapi';
import type { Draft, DraftValue } from '../request/draft.ts';
import type { Exchange } from '../run/exchange-record.ts';
import type { Identity } from '../target.ts';
import type { Workbench } from '../values/workbench.ts';
import { isKnownLegal } from './judge-request.ts';
import type { Route } from './route-table.ts';
import type { SeenRequest, SeenResponse } from './traffic.ts';

export interface Seen {
  readonly number: number;
  readonly route: Route;
  readonly request: SeenRequest;
  readonly response: SeenResponse;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Traffic in the form that the checks of a run take. */
export function toExchange(model: ApiModel, bench: Workbench, seen: Seen): Exchange {
  const { number, route, request, response, at } = seen;
  return {
    number,
    draft: toDraft(model, bench, seen),
    request: {
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      ...(request.body === undefined || request.body === '' ? {} : { body: request.body }),
    },
    answer: {
      status: response.status,
      headers: response.headers,
      text: response.body ?? '',
      isWhole: response.body !== undefined || route.operation.method === 'HEAD',
      at,
    },
  };
}

function toDraft(model: ApiModel, bench: Workbench, { route, request }: Seen): Draft {
  const { operation, path } = route;
  const values = operation.parameters.flatMap((parameter): [string, DraftValue][] => {
    const value = parameter.in === 'path' ? path.get(parameter.name) : undefined;
    return value === undefined ? [] : [[`path/${parameter.name}`, { parameter, value }]];
  });
  const identity = callerOf(model, request);
  return {
    operation,
    method: request.method,
    values: new Map(values),
    ...(operation.security.length > 0 && identity ? { identity } : {}),
    credentials: identity?.credentials ?? {},
    headers: {},
    key: 'none',
    ...(isKnownLegal({ model, bench }, route, request)
      ? {}
      : { flaw: { description: 'by ordinary traffic', refusals: ['4XX'], breaches: [] } }),
  };
}

/** Who sent it, by the places where the schemes of the description put their secrets; nobody where there is none. */
export function callerOf({ securitySchemes }: ApiModel, { url, headers }: SeenRequest): Identity | undefined {
  const query = new URL(url).searchParams;
  const cookies = headers.get('cookie') ?? '';
  const found = securitySchemes.flatMap(({ name, type, in: place, parameterName = '' }) => {
    if (type !== 'apiKey') return secretOf(name, headers.get('authorization')?.replace(/^\S+\s+/, ''));
    if (place === 'header') return secretOf(name, headers.get(parameterName));
    return secretOf(name, place === 'query' ? query.get(parameterName) : cookieOf(cookies, parameterName));
  });
  const others = [...secretOf('cookie', cookies), ...secretOf('authorization', headers.get('authorization'))];
  return found.length === 0 && others.length === 0
    ? undefined
    : { name: 'caller', credentials: Object.fromEntries([...found, ...others]) };
}

const secretOf = (name: string, secret: string | null | undefined): [string, string][] =>
  secret ? [[name, secret]] : [];

function cookieOf(cookies: string, name: string): string | undefined {
  const pair = cookies.split(/;\s*/).find((cookie) => cookie.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
