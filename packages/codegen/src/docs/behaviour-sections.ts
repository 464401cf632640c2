import {
  type ApiModel,
  type ExchangePart,
  type Idempotency,
  type Operation,
  type Pagination,
  type RateLimit,
  type SecurityScheme,
  schemaDefault,
} from '@plumbline/openapi';
import { durationText } from './duration.ts';
import { type Html, html, inline, prose } from './html.ts';

/** The behaviours of the API in words, each section only where the description declares something. */
export function behaviourSections(model: ApiModel): Html {
  return html`${authentication(model)}${rateLimits(model)}${idempotency(model)}${pagination(model)}`;
}

function authentication(model: ApiModel): Html {
  if (model.securitySchemes.length === 0) return html``;
  const open = model.operations.filter(({ security }) => security.length === 0);
  return html`<h2 id="authentication">Authentication</h2>
${model.securitySchemes.map(scheme)}${open.length === 0 ? undefined : html`<p>Open to anyone, without credentials: ${codeList(open.map(({ method, path }) => `${method} ${path}`))}.</p>\n`}${roles(model)}`;
}

function scheme(scheme: SecurityScheme): Html {
  return html`<h3>${scheme.name}</h3>
<p>${howSent(scheme)}</p>
${prose(scheme.description)}${scopes(scheme)}`;
}

function howSent({ type, scheme, in: location, parameterName }: SecurityScheme): Html {
  if (type === 'apiKey')
    return html`Send the key as <code>${parameterName}</code> in the ${location ?? 'header'}.`;
  if (type === 'mutualTLS') return html`The client's certificate says who calls.`;
  if (type === 'http' && scheme !== 'bearer') {
    return html`Send the credentials as <code>Authorization: ${capitalized(scheme ?? '')} …</code>.`;
  }
  return html`Send the token as <code>Authorization: Bearer …</code>.`;
}

function scopes({ name, scopes }: SecurityScheme): Html {
  if (scopes.length === 0) return html``;
  const rows = scopes.map(({ name: scope, description, implies, role }) => {
    const notes = [
      implies.length > 0 ? html`<br>Includes ${codeList(implies)}.` : undefined,
      role === undefined ? undefined : html`<br>Needs the role <code>${role}</code>.`,
    ];
    return html`<tr><td><code>${scope}</code></td><td>${inline(description)}${notes}</td></tr>\n`;
  });
  return html`<table>
<caption>Scopes of ${name}</caption>
<thead><tr><th scope="col">Scope</th><th scope="col">What it allows</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
`;
}

function roles(model: ApiModel): Html {
  const names = new Set(model.operations.flatMap(({ behaviours }) => behaviours.roles));
  if (names.size === 0) return html``;
  const items = [...names].sort().map((name) => {
    const needing = model.operations.filter(({ behaviours }) => behaviours.roles.includes(name));
    return html`<li><code>${name}</code>: ${operationCount(needing.length)} (${codeList(needing.map(({ id }) => id))})</li>\n`;
  });
  return html`<p>Some operations also need one of these roles:</p>
<ul>
${items}</ul>
`;
}

/** One way in which a behaviour is declared, in words, with the operations that have it so. */
interface Variant {
  readonly text: Html;
  readonly operations: readonly Operation[];
}

/** What reads the same is one variant, whatever else the declarations differ in. */
function variantsOf<T>(
  model: ApiModel,
  read: (operation: Operation) => T | undefined,
  describe: (value: T, operation: Operation) => Html,
): readonly Variant[] {
  const variants = new Map<string, { text: Html; operations: Operation[] }>();
  for (const operation of model.operations) {
    const value = read(operation);
    if (value === undefined) continue;
    const text = describe(value, operation);
    const known = variants.get(text.text) ?? { text, operations: [] };
    known.operations.push(operation);
    variants.set(text.text, known);
  }
  return [...variants.values()];
}

/** Which operations a variant speaks of; nothing where it is all of them. */
function reach({ operations }: Variant, model: ApiModel): Html {
  const { length } = operations;
  if (length === model.operations.length) return html`<p class="lead">Every operation.</p>\n`;
  const names = length > 12 ? undefined : html`: ${codeList(operations.map(({ id }) => id))}`;
  return html`<p class="lead">${operationCount(length)} of ${model.operations.length}${names}.</p>\n`;
}

function rateLimits(model: ApiModel): Html {
  const variants = variantsOf(model, ({ behaviours }) => behaviours.rateLimit, describeRateLimit);
  return section(model, { id: 'rate-limits', title: 'Rate limits' }, variants);
}

function describeRateLimit(rateLimit: RateLimit): Html {
  const { policies, limit, remaining, reset, resetUnit, retryAfter, status } = rateLimit;
  const rows = policies.map(
    ({ name, quota, windowMs, partition }) =>
      html`<tr><td>${name}</td><td>${quota} in ${durationText(windowMs)}</td><td>${PARTITIONS[partition]}</td></tr>\n`,
  );
  const wait = retryAfter && html`; ${part(retryAfter)} says how many seconds to wait`;
  return html`<table>
<thead><tr><th scope="col">Policy</th><th scope="col">Requests</th><th scope="col">Counted for each</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
<p>A request beyond the limit is answered ${status}${wait}.</p>
${terms([
  term('The limit', limit),
  term('What is left', remaining),
  term(`When it starts anew${RESET_UNITS[resetUnit ?? 'none']}`, reset),
])}`;
}

const PARTITIONS = { tenant: 'organization', principal: 'caller', address: 'network address' } as const;
const RESET_UNITS = {
  'unix-seconds': ' (seconds since 1970)',
  'unix-millis': ' (milliseconds since 1970)',
  'seconds-left': ' (seconds from now)',
  'http-date': ' (a date)',
  none: '',
} as const;

function idempotency(model: ApiModel): Html {
  const variants = variantsOf(model, ({ behaviours }) => behaviours.idempotency, describeIdempotency);
  return section(model, { id: 'idempotency', title: 'Safe retries' }, variants);
}

function describeIdempotency(idempotency: Idempotency): Html {
  const { key, windowMs, marker, mismatch, concurrent, notStored } = idempotency;
  const window = windowMs === undefined ? '' : ` within ${durationText(windowMs)}`;
  const marked = marker && html`, marked by ${part(marker)}`;
  const unkept =
    notStored.length > 0 && html`<li>Answers that are not stored: ${notStored.join(', ')}.</li>\n`;
  return html`<p>Send a value of your choice as ${part(key)}. The same request with the same value${window} is carried out once: the stored answer comes back${marked}.</p>
<ul>
${outcome('The same value with another request', mismatch, 'the stored answer comes back')}${outcome('The first request is still running', concurrent, 'the second waits for its answer')}${unkept || undefined}</ul>
`;
}

function outcome(situation: string, choice: string, kept: string): Html {
  if (choice === 'unspecified') return html``;
  const isStatus = /^\d/.test(choice);
  return html`<li>${situation}: ${isStatus ? `answered ${choice}` : kept}.</li>\n`;
}

function pagination(model: ApiModel): Html {
  const variants = variantsOf(
    model,
    ({ behaviours }) => behaviours.pagination,
    (value, operation) => describePagination(value, defaultOf(value.limit, operation, model)),
  );
  return section(model, { id: 'pagination', title: 'Pagination' }, variants);
}

function describePagination(pagination: Pagination, defaultLimit: string | undefined): Html {
  const { cursor, page, offset, limit, next, hasMore, total, invalidCursor } = pagination;
  const refusal = html`<p>A cursor that is not good is answered ${invalidCursor}.</p>\n`;
  return html`${terms([
    term('The page to start at', cursor ?? page),
    term('The item to start at', offset),
    term('How many items', limit, defaultLimit),
    term('The next page', next),
    term('Whether there are more', hasMore),
    term('How many there are in all', total),
  ])}${invalidCursor === 'unspecified' ? undefined : refusal}`;
}

function defaultOf(
  limit: ExchangePart | undefined,
  { parameters }: Operation,
  model: ApiModel,
): string | undefined {
  if (limit === undefined || limit.in === 'body') return undefined;
  const parameter = parameters.find((one) => one.name === limit.name && one.in === limit.in);
  const value = parameter && schemaDefault(parameter.schema, model.schemas);
  return value === undefined ? undefined : `${String(value)} by default`;
}

function section(
  model: ApiModel,
  { id, title }: { readonly id: string; readonly title: string },
  variants: readonly Variant[],
): Html {
  if (variants.length === 0) return html``;
  return html`<h2 id="${id}">${title}</h2>
${variants.map((variant) => html`${reach(variant, model)}${variant.text}`)}`;
}

function terms(items: readonly Html[]): Html {
  return items.every(({ text }) => text === '') ? html`` : html`<dl>\n${items}</dl>\n`;
}

function term(name: string, where: ExchangePart | undefined, note?: string): Html {
  if (where === undefined) return html``;
  return html`<dt>${name}</dt><dd>${part(where)}${note === undefined ? undefined : `, ${note}`}</dd>\n`;
}

function part(where: ExchangePart): Html {
  const message = where.message === 'request' ? 'request' : 'answer';
  if (where.in === 'body') {
    return where.pointer === ''
      ? html`the body of the ${message}`
      : html`<code>${where.pointer}</code> in the body of the ${message}`;
  }
  const kind = { header: 'header', query: 'query parameter', path: 'path parameter' }[where.in];
  return html`the ${kind} <code>${where.name}</code> of the ${message}`;
}

function codeList(names: readonly string[]): Html {
  return html`${names.map((name, index) => html`${index === 0 ? '' : ', '}<code>${name}</code>`)}`;
}

function operationCount(count: number): string {
  return count === 1 ? '1 operation' : `${count} operations`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
