import type { Definitions, SchemaObject } from '@plumbline/json-schema';
import { admitsNull, alternativesOf, propertiesOf } from '../plan/body-properties.ts';
import { mayBeEqual } from '../plan/echoed-properties.ts';
import { isJsonObject, type JsonObject, sameJson } from './json.ts';

/** Whether what came back is what was sent. `open`: a server may rightly have rewritten, hidden or filled it. */
export type Likeness = 'same' | 'different' | 'open';

export interface Echo {
  readonly sent: unknown;
  readonly received: unknown;
  readonly request: readonly SchemaObject[];
  readonly response: readonly SchemaObject[];
}

/**
 * Compares what was sent with what came back by meaning: numbers by value, times as instants, URLs as URLs; of an
 * object only what was sent, since a server may know more of it.
 */
export function compareEcho(echo: Echo, definitions: Definitions): Likeness {
  const { sent, received, request } = echo;
  if (sameJson(sent, received)) return 'same';
  if (sent === null || sent === undefined) return 'open'; // asks for the default, or for nothing
  if (received === undefined || received === null) {
    // Null from one who may not send it says that the value is hidden.
    return received === undefined || admitsNull(request, definitions) ? 'different' : 'open';
  }
  if (typeof sent === 'string' && typeof received === 'string') {
    const schemas = alternativesOf([...request, ...echo.response], definitions);
    return compareTexts(sent, received, new Set(schemas.map(({ format }) => format)));
  }
  if (typeof sent === 'number' && typeof received === 'number') return compareNumbers(sent, received);
  if (Array.isArray(sent) && Array.isArray(received))
    return compareLists(sent, received, { echo, definitions });
  if (isJsonObject(sent) && isJsonObject(received))
    return compareObjects(sent, received, { echo, definitions });
  return 'different';
}

function compareTexts(sent: string, received: string, formats: ReadonlySet<unknown>): Likeness {
  if (formats.has('date-time')) return sameInstant(sent, received) ? 'same' : 'different';
  if (['uri', 'url', 'iri', 'uri-reference'].some((format) => formats.has(format))) {
    return sameUrl(sent, received) ? 'same' : 'different';
  }
  const caseless = ['email', 'idn-email', 'hostname', 'uuid', 'ipv6'].some((format) => formats.has(format));
  const tidy = (text: string) => text.normalize('NFC').trim().replace(/\s+/g, ' ');
  if (sent.normalize('NFC') === received.normalize('NFC')) return 'same';
  if (sameCaseless(sent, received)) return caseless ? 'same' : 'open';
  if (sameCaseless(tidy(sent), tidy(received))) return 'open';
  // A format that nobody asserts may have its own rules of writing.
  return sameUrl(sent, received) || sameInstant(sent, received) ? 'open' : 'different';
}

const sameCaseless = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** To the millisecond: a server may keep less of a second. */
function sameInstant(one: string, other: string): boolean {
  const instant = /^\d{4}-\d\d-\d\d[T ]/i;
  if (!instant.test(one) || !instant.test(other)) return false;
  const [first, second] = [Date.parse(one), Date.parse(other)];
  return first === second || Math.floor(first / 1000) * 1000 === second;
}

function sameUrl(one: string, other: string): boolean {
  const [first, second] = [URL.parse(one), URL.parse(other)];
  if (!first || !second) return false;
  const plain = ({ href }: URL) => href.replace(/\/$/, '');
  return plain(first) === plain(second);
}

/** A server may keep fewer decimals than were sent; of whole numbers it may not. */
function compareNumbers(sent: number, received: number): Likeness {
  if (Number.isInteger(sent)) return 'different';
  return Math.abs(sent - received) <= 0.5 * 10 ** -decimalsOf(received) ? 'open' : 'different';
}

const decimalsOf = (value: number): number => String(value).split('.')[1]?.length ?? 0;

interface Inside {
  readonly echo: Echo;
  readonly definitions: Definitions;
}

/** Of a list of unique items the order is not kept for certain. */
function compareLists(
  sent: readonly unknown[],
  received: readonly unknown[],
  { echo, definitions }: Inside,
): Likeness {
  const items = {
    request: itemsOf(echo.request, definitions),
    response: itemsOf(echo.response, definitions),
  };
  const likeness = (one: unknown, other: unknown) =>
    compareEcho({ ...items, sent: one, received: other }, definitions);
  if (sent.length !== received.length) return 'different';
  const inOrder = worst(sent.map((item, index) => likeness(item, received[index])));
  if (inOrder !== 'different') return inOrder;
  const isPermuted = sent.every((item) => received.some((other) => likeness(item, other) === 'same'));
  if (!isPermuted) return 'different';
  const isSet = alternativesOf(echo.request, definitions).some(({ uniqueItems }) => uniqueItems === true);
  return isSet ? 'same' : 'open';
}

const itemsOf = (schemas: readonly SchemaObject[], definitions: Definitions): readonly SchemaObject[] =>
  alternativesOf(schemas, definitions).flatMap(({ items }) => (isJsonObject(items) ? [items] : []));

/** Members that the other side does not describe are no echo. */
function compareObjects(sent: JsonObject, received: JsonObject, { echo, definitions }: Inside): Likeness {
  const request = propertiesOf(echo.request, definitions);
  const response = propertiesOf(echo.response, definitions);
  const likenesses = Object.entries(sent).map(([name, member]): Likeness => {
    const shown = response.get(name);
    if (shown === undefined && response.size > 0) return 'open';
    if (shown?.some(({ writeOnly }) => writeOnly === true)) return 'open';
    // A thing that is named by its id and shown in full, for example.
    if (shown && !mayBeEqual(request.get(name) ?? [], shown, definitions)) return 'open';
    const inside = { request: request.get(name) ?? [], response: shown ?? [] };
    return compareEcho({ ...inside, sent: member, received: received[name] }, definitions);
  });
  return worst(likenesses);
}

function worst(likenesses: readonly Likeness[]): Likeness {
  if (likenesses.includes('different')) return 'different';
  return likenesses.includes('open') ? 'open' : 'same';
}
