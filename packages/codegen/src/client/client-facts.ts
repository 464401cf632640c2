import {
  type ApiModel,
  type ExchangePart,
  type Operation,
  type Pagination,
  type Parameter,
  type SecurityScheme,
  schemaDefault,
  toValueShape,
} from '@plumbline/openapi';
import { type Literal, type LiteralObject, Name, Shareable } from '../contract/literal.ts';
import { isRecord, own } from '../document-node.ts';
import { stringLiteral } from '../escape.ts';
import type { ReportLoss } from '../loss.ts';
import { mediaClass } from '../media-class.ts';
import { streamedAs } from './pages-type.ts';

/** What a client knows of the description while it runs (`ClientFacts`), and which features it needs for that. */
export interface PrintedFacts {
  readonly facts: LiteralObject;
  readonly hasStyles: boolean;
  /** The operations whose pages a client can read, as `GET /websites`. */
  readonly paged: ReadonlySet<string>;
  readonly hasStreams: boolean;
  readonly hasMultipart: boolean;
}

/** Only what a client would not do by itself is written: an operation without anything special costs nothing. */
export function toClientFacts(model: ApiModel, report: ReportLoss): PrintedFacts {
  const operations = model.operations.map((operation) => ({
    name: `${operation.method} ${operation.path}`,
    facts: operationFacts(operation, model, report),
  }));
  const isSpecial = (facts: LiteralObject) => Object.values(facts).some((value) => value !== undefined);
  return {
    facts: {
      operations: Object.fromEntries(
        operations
          .filter(({ facts }) => isSpecial(facts))
          .map(({ name, facts }) => [name, new Shareable(facts, 'OperationFacts', 'operation')]),
      ),
      securitySchemes: schemesFacts(model.securitySchemes),
    },
    hasStyles: operations.some(({ facts }) => facts.parameters !== undefined),
    paged: new Set(operations.filter(({ facts }) => facts.pagination !== undefined).map(({ name }) => name)),
    hasStreams: operations.some(({ facts }) => facts.stream !== undefined),
    hasMultipart: model.operations.some(({ requestBody }) =>
      requestBody?.content.some(({ mediaType }) => isMultipart(mediaType)),
    ),
  };
}

const isMultipart = (mediaType: string): boolean => /^\s*multipart\/form-data\b/i.test(mediaType);

function operationFacts(operation: Operation, model: ApiModel, report: ReportLoss): LiteralObject {
  const { idempotency, pagination, rateLimit } = operation.behaviours;
  return {
    parameters: parameterFacts(operation, model),
    body: bodyFacts(operation),
    accept: acceptFacts(operation),
    idempotencyKey: idempotency && headerName(idempotency.key),
    pagination: pagination && paginationFacts(pagination, { operation, model, report }),
    stream: streamedAs(operation),
    rateLimit:
      rateLimit &&
      new Shareable(
        {
          limit: headerName(rateLimit.limit),
          remaining: headerName(rateLimit.remaining),
          reset: headerName(rateLimit.reset),
          resetUnit: rateLimit.resetUnit,
          retryAfter: headerName(rateLimit.retryAfter),
        },
        'RateLimitFacts',
        'rateLimit',
      ),
    security: securityFacts(operation),
  };
}

const places = ['path', 'query', 'header', 'cookie'] as const;

function parameterFacts({ parameters }: Operation, model: ApiModel): LiteralObject | undefined {
  const groups = places.flatMap((place) => {
    const special = parameters.flatMap((parameter): [string, Literal][] => {
      const facts = parameter.in === place ? styleFacts(parameter, model) : undefined;
      return facts === undefined
        ? []
        : [
            [
              parameter.name,
              new Shareable(exactAt(parameter.name, facts), 'ParameterFacts', `${place}Parameter`),
            ],
          ];
    });
    return special.length === 0 ? [] : [[place, Object.fromEntries(special)] as const];
  });
  return groups.length === 0 ? undefined : Object.fromEntries(groups);
}

/** What a client does with a parameter of which it knows nothing. */
const usual = {
  query: { array: 'form true', object: 'deepObject true' },
  path: { array: 'simple false', object: 'simple false' },
  header: { array: 'simple false', object: 'simple false' },
} as const;

/** `undefined`: a client without facts writes it just so. */
function styleFacts(
  { in: place, style, explode, allowReserved, schema, mediaType }: Parameter,
  model: ApiModel,
): LiteralObject | undefined {
  if (mediaType !== undefined) return { content: mediaType };
  const reserved = allowReserved ? { allowReserved } : {};
  const written = { style, explode, ...reserved };
  // Nobody writes cookies without being told to.
  if (place === 'cookie') return { style: 'form', explode, ...reserved };
  if (place === 'querystring') return undefined;
  const { types } = toValueShape(schema, model.schemas);
  const structured = (['array', 'object'] as const).filter((type) => types.includes(type));
  const isSpecial =
    structured.some((type) => usual[place][type] !== `${style} ${explode}`) ||
    (place === 'path' && style !== 'simple') ||
    allowReserved;
  // An array of `simple` reads the same exploded or not.
  const isPlainList = place !== 'query' && style === 'simple' && !structured.includes('object');
  return isSpecial && !isPlainList ? written : undefined;
}

/** The media type of the body, where it is not JSON. */
function bodyFacts({ requestBody }: Operation): string | undefined {
  const types = requestBody?.content.map(({ mediaType }) => mediaType) ?? [];
  if (types.some((type) => essenceOf(type) === 'application/json')) return undefined;
  return types.find((type) => mediaClass(type) === 'json') ?? types[0];
}

/** The media types of successful answers, where one is not JSON. */
function acceptFacts({ responses }: Operation): string | undefined {
  const successes = responses.filter(({ status }) => status.startsWith('2') || status === 'default');
  const types = [...new Set(successes.flatMap(({ content }) => content.map(({ mediaType }) => mediaType)))];
  const isJson = types.every((type) => essenceOf(type) === 'application/json');
  return types.length === 0 || isJson ? undefined : types.join(', ');
}

const essenceOf = (mediaType: string): string => (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();

function securityFacts({ security }: Operation): Literal {
  if (security.length === 0) return undefined;
  const alternatives = security.map(({ schemes }) =>
    Object.fromEntries(schemes.map(({ name, scopes }) => [name, scopes])),
  );
  return new Shareable(alternatives, "NonNullable<OperationFacts['security']>", 'security');
}

function schemesFacts(schemes: readonly SecurityScheme[]): LiteralObject | undefined {
  // Nobody can give credentials under that name: in an object literal it is no member.
  const usable = schemes.filter(({ name }) => name !== '__proto__');
  if (usable.length === 0) return undefined;
  return Object.fromEntries(usable.map((scheme) => [scheme.name, exactAt(scheme.name, schemeFacts(scheme))]));
}

/**
 * Under a name that every object has, such as `constructor`, TypeScript looks for the type of that and takes the
 * texts of a literal for any text.
 */
function exactAt(name: string, facts: LiteralObject): LiteralObject {
  if (!(name in Object.prototype)) return facts;
  const exact = Object.entries(facts).map(([key, value]): [string, Literal] => [
    key,
    typeof value === 'string' ? new Name(`${stringLiteral(value)} as const`) : value,
  ]);
  return Object.fromEntries(exact);
}

function schemeFacts({ type, scheme, in: place, parameterName }: SecurityScheme): LiteralObject {
  if (type === 'apiKey' && place && parameterName !== undefined) {
    return { kind: 'apiKey', in: place, name: parameterName };
  }
  if (type === 'oauth2' || type === 'openIdConnect') return { kind: 'bearer' };
  const isKnown = type === 'http' && (scheme === 'bearer' || scheme === 'basic');
  return { kind: isKnown ? scheme : 'other' };
}

interface PagingContext {
  readonly operation: Operation;
  readonly model: ApiModel;
  readonly report: ReportLoss;
}

/** `undefined` (and reported): where a part of the exchange is one that a client cannot read or set. */
function paginationFacts(pagination: Pagination, context: PagingContext): Literal {
  const requested = { ...pick(pagination, ['cursor', 'limit', 'page', 'offset']) };
  const answered = { ...pick(pagination, ['items', 'next', 'hasMore', 'total']) };
  const parts = [
    ...Object.values(requested).map((part) => [part, requestPart(part)] as const),
    ...Object.values(answered).map((part) => [part, answerPart(part)] as const),
  ];
  const [lost] = parts.filter(([, written]) => written === undefined);
  if (lost !== undefined) {
    reportPaging(lost[0], context);
    return undefined;
  }
  const facts = {
    type: pagination.type,
    ...Object.fromEntries(Object.entries(requested).map(([name, part]) => [name, requestPart(part)])),
    firstPage: firstPage(pagination, context),
    ...Object.fromEntries(Object.entries(answered).map(([name, part]) => [name, answerPart(part)])),
  };
  return new Shareable(facts, 'PaginationFacts', 'pagination');
}

function pick<Name extends keyof Pagination>(
  pagination: Pagination,
  names: readonly Name[],
): Record<string, ExchangePart> {
  const parts = names.flatMap((name): [string, ExchangePart][] => {
    const part = pagination[name];
    return isRecord(part) ? [[name, part as ExchangePart]] : []; // those names hold parts
  });
  return Object.fromEntries(parts);
}

function requestPart(part: ExchangePart): string | undefined {
  if (part.message !== 'request') return undefined;
  if (part.in === 'body') return part.pointer;
  return part.in === 'query' ? part.name : undefined;
}

function answerPart(part: ExchangePart): string | undefined {
  if (part.message !== 'response') return undefined;
  if (part.in === 'body') return part.pointer;
  return part.in === 'header' ? part.name : undefined;
}

/** 0 where the parameter for the page says so by its default or its minimum. */
function firstPage({ type, page }: Pagination, { operation, model }: PagingContext): number | undefined {
  if (type !== 'page' || page?.in !== 'query') return undefined;
  const { schema } = operation.parameters.find((one) => one.in === 'query' && one.name === page.name) ?? {};
  if (schema === undefined) return undefined;
  const fallback = schemaDefault(schema, model.schemas);
  const isZero = fallback === 0 || (fallback === undefined && own(schema, 'minimum') === 0);
  return isZero ? 0 : undefined;
}

function reportPaging({ text }: ExchangePart, { operation, report }: PagingContext): void {
  report({
    rule: 'codegen/client',
    message: `The client cannot page ${operation.method} ${operation.path}: it can neither read nor set \`${text}\`.`,
    help: 'Page by query parameters or the body, and by headers or the body of the answer.',
    pointer: operation.place.pointer ?? '',
  });
}

function headerName(part: ExchangePart | undefined): string | undefined {
  return part?.in === 'header' ? part.name : undefined;
}
