import { toProblems } from '@plumbline/json-schema';
import type { Header, MediaType, Operation, Response } from '@plumbline/openapi';
import type { HeaderTexts } from '../answer/header-texts.ts';
import { findResponse } from '../answer/negotiate.ts';
import type { LazyChecks } from '../checks.ts';
import { essenceOf, mediaKind } from '../media-kind.ts';
import type { AnswerObligation, ContractViolation } from './contract-violation.ts';
import type { PromisePlaces } from './promise-places.ts';

/** An answer as it came over the wire. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** HEAD is answered without a body, whatever the description says of GET. */
  readonly isHead: boolean;
}

export interface AnswerCheckParts {
  readonly checks: LazyChecks;
  readonly headerTexts: HeaderTexts;
  readonly places: PromisePlaces;
}

/** A body can break any number of rules; these are told. */
const MAX_VIOLATIONS = 20;

type Found = Omit<ContractViolation, 'direction' | 'operation' | 'obligation'>;

/** Holds answers against the description, whoever gave them. */
export class AnswerCheck {
  readonly #parts: AnswerCheckParts;

  constructor(parts: AnswerCheckParts) {
    this.#parts = parts;
  }

  /** In the order status, headers, media type, body. */
  violations(operation: Operation, answer: ReceivedAnswer): readonly ContractViolation[] {
    const told = (obligation: AnswerObligation, found: Found): ContractViolation => ({
      direction: 'response',
      obligation,
      operation: operation.id,
      ...found,
    });
    const response = findResponse(operation.responses, answer.status);
    if (!response) return [told('R.undeclared', this.#undeclared(operation, answer.status))];
    const headers = response.headers.flatMap((header) => this.#ofHeader(header, answer.headers));
    return [
      ...headers.map((found) => told('R.header', found)),
      ...this.#ofContent(response, answer).map(({ obligation, ...found }) => told(obligation, found)),
    ].slice(0, MAX_VIOLATIONS);
  }

  #undeclared({ responses, place }: Operation, status: number): Found {
    const declared = responses.map((response) => response.status).join(', ');
    return {
      pointer: 'status',
      code: 'undeclared',
      message: `is ${status}, which is not among the declared ones (${declared})`,
      place: this.#parts.places.locate({ ...place, pointer: `${place.pointer}/responses` }),
    };
  }

  #ofHeader(header: Header, headers: Headers): readonly Found[] {
    const pointer = `header/${header.name.toLowerCase()}`;
    const text = headers.get(header.name);
    const { headerTexts, places } = this.#parts;
    if (text === null) {
      if (!header.required) return [];
      return [{ pointer, code: 'required', message: 'is required', place: places.locate(header.place) }];
    }
    if (header.mediaType !== undefined || headerTexts.allows(header, text)) return [];
    const place = places.ofKeyword(header.place, '');
    return [{ pointer, code: 'schema', message: `cannot be ${JSON.stringify(text.slice(0, 100))}`, place }];
  }

  #ofContent(
    response: Response,
    answer: ReceivedAnswer,
  ): readonly (Found & { obligation: AnswerObligation })[] {
    const { status, bytes, isHead, headers } = answer;
    // RFC 9110, section 6.4.1
    if (isHead || status === 204 || status === 304) return [];
    const { places } = this.#parts;
    if (bytes.byteLength === 0) {
      if (response.content.length === 0 || isEmptyAllowed(response.content)) return [];
      const place = places.locate(response.place);
      return [{ obligation: 'R.body', pointer: '', code: 'required', message: 'is missing', place }];
    }
    const contentType = headers.get('content-type');
    const content = contentType === null ? undefined : declaredContent(response.content, contentType);
    if (content) {
      return this.#ofBody(content, mediaKind(contentType ?? ''), bytes).map((found) => ({
        obligation: 'R.body',
        ...found,
      }));
    }
    const declared = response.content.map(({ mediaType }) => mediaType).join(', ') || 'no body at all';
    const message = `is ${contentType ?? 'missing'}, and declared is ${declared}`;
    const place = places.locate(response.place);
    return [{ obligation: 'R.media', pointer: 'content-type', code: 'undeclared', message, place }];
  }

  #ofBody(content: MediaType, kind: ReturnType<typeof mediaKind>, bytes: Uint8Array): readonly Found[] {
    if (kind !== 'json') return [];
    const { places, checks } = this.#parts;
    const parsed = parsedJson(bytes);
    if (!parsed) {
      return [{ pointer: '', code: 'syntax', message: 'is not JSON', place: places.locate(content.place) }];
    }
    if (content.schema === undefined) return [];
    const check = checks.response(content.schema, content.place);
    if (check(parsed.value)) return [];
    return toProblems(check.errors?.slice(0, 1000)).map(({ instancePath, keyword, message, schemaPath }) => ({
      pointer: instancePath,
      code: keyword,
      message,
      place: places.ofKeyword(content.place, schemaPath),
    }));
  }
}

/** An exact media type before a range. */
function declaredContent(content: readonly MediaType[], contentType: string): MediaType | undefined {
  const essence = essenceOf(contentType);
  const ranges = ['*/*', `${essence.split('/', 1)[0]}/*`];
  return (
    content.find(({ mediaType }) => essenceOf(mediaType) === essence) ??
    content.find(({ mediaType }) => ranges.includes(essenceOf(mediaType)))
  );
}

/** Of text and bytes, nothing is something. */
function isEmptyAllowed(content: readonly MediaType[]): boolean {
  return content.every(({ mediaType }) => !['json', 'xml'].includes(mediaKind(mediaType)));
}

/** Undefined for what is no JSON in UTF-8 (RFC 8259, section 8.1). */
function parsedJson(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return undefined;
  }
}
