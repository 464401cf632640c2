import type { ApiModel, Operation } from '@plumbline/openapi';
import { requiredSchemes } from '../plan/credential-parameters.ts';
import type { Credentials, Target } from '../target.ts';
import { applyCredentials } from './apply-credentials.ts';
import type { Draft, DraftValue } from './draft.ts';
import { serializePath, serializeQuery, serializeSimple, toText } from './serialize-parameter.ts';
import { writeBody } from './write-body.ts';

/** A request as it goes on the wire. */
export interface WrittenRequest {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function writeRequest(model: ApiModel, target: Target, draft: Draft): WrittenRequest {
  const places = applyCredentials(model, credentialsToSend(model, draft));
  const values = [...draft.values.values()];
  const at = (location: string) => values.filter(({ parameter }) => parameter.in === location);
  const query = [
    ...[...at('query'), ...at('querystring')].flatMap(({ parameter, value }) =>
      serializeQuery(parameter, value),
    ),
    ...places.query,
    ...Object.entries(draft.extraQuery ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`),
  ];
  const cookies = [...at('cookie').map(writeCookie), ...places.cookies];
  const body = draft.body && writeBody(draft.body);
  return {
    method: draft.method,
    url:
      draft.address === undefined
        ? base(target) +
          writePath(draft.operation, at('path')) +
          (query.length > 0 ? `?${query.join('&')}` : '')
        : followed(target, draft.address, places.query),
    headers: {
      ...Object.fromEntries(
        at('header').map(({ parameter, value }) => [
          parameter.name.toLowerCase(),
          headerText(serializeSimple(parameter, value)),
        ]),
      ),
      ...(cookies.length > 0 ? { cookie: cookies.join('; ') } : {}),
      ...(body ? { 'content-type': body.contentType } : {}),
      ...places.headers,
      ...draft.headers,
    },
    ...(body ? { body: body.text } : {}),
  };
}

/**
 * Beside the credentials of one alternative those that required parameters ask for all the same: the caller's own, or
 * as wrong as the others are. Without any credentials none is sent.
 */
function credentialsToSend(model: ApiModel, { operation, identity, credentials }: Draft): Credentials {
  const [first] = Object.values(credentials);
  if (first === undefined) return credentials;
  const required = requiredSchemes(model, operation).map(({ name }) => [
    name,
    identity?.credentials[name] ?? first,
  ]);
  return { ...Object.fromEntries(required), ...credentials };
}

/** Without a base address the result is a path. A link of the server's leaves out credentials that travel in the query, or repeats them. */
function followed(target: Target, address: string, credentials: readonly string[]): string {
  const missing = credentials.filter((part) => !address.includes(part));
  const mark = address.includes('?') ? '&' : '?';
  return (
    (URL.parse(target.baseUrl)?.origin ?? '') + address + (missing.length > 0 ? mark + missing.join('&') : '')
  );
}

const base = (target: Target): string => target.baseUrl.replace(/\/+$/, '');

function writePath({ path }: Operation, values: readonly DraftValue[]): string {
  return path.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const found = values.find(({ parameter }) => parameter.name === name);
    const text = found ? serializePath(found.parameter, found.value) : '-';
    // A segment of dots would climb the path, an empty one would vanish.
    return text === '' || /^\.{1,2}$/.test(text) ? '%20' : text;
  });
}

const writeCookie = ({ parameter, value }: DraftValue): string =>
  `${parameter.name}=${encodeURIComponent(toText(value).toWellFormed())}`;

/** What a header cannot carry is left out; no probe counts on it. */
const headerText = (text: string): string => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '').trim();

/** Whether a text arrives as it is when it is sent as a header. */
export const isHeaderText = (text: string): boolean =>
  headerText(text) === text && /^[\x20-\x7e]+$/.test(text);
