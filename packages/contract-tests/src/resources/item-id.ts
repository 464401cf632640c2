import type { Operation } from '@plumbline/openapi';
import { partText } from '../check/part-text.ts';
import type { Answer } from '../run/exchange-record.ts';
import { atPointer, isJsonObject, parseJson, property } from '../values/json.ts';

/** The items of a list answer: where pagination says, else the body itself or its only array. */
export function itemsOf(operation: Operation, answer: Answer): readonly unknown[] | undefined {
  const body = parseJson(answer.text)?.value;
  const { items } = operation.behaviours.pagination ?? {};
  if (items?.in === 'body') {
    const found = atPointer(body, items.pointer);
    return Array.isArray(found) ? found : undefined;
  }
  if (Array.isArray(body)) return body;
  if (!isJsonObject(body)) return undefined;
  const arrays = Object.values(body).filter((member) => Array.isArray(member));
  return arrays.length === 1 ? arrays[0] : undefined;
}

/** The id of an item, as its path parameter would take it. */
export function idOf(item: unknown, parameter: string, itemKey = '/id'): string | undefined {
  const candidates = [
    property(item, parameter),
    atPointer(item, itemKey),
    ...idNames.map((name) => property(item, name)),
    spelled(item, parameter),
    spelled(item, 'id'),
    ...['metadata', 'meta'].flatMap((about) =>
      [parameter, 'id', 'uid'].map((name) => property(property(item, about), name)),
    ),
  ];
  const found = candidates.find(
    (value) => (typeof value === 'string' && value !== '') || Number.isSafeInteger(value),
  );
  return found === undefined ? undefined : String(found);
}

/** A property by its name in another spelling: `Id`, `userId` for `user_id`. */
function spelled(item: unknown, name: string): unknown {
  const wanted = spelling(name);
  return isJsonObject(item) ? Object.entries(item).find(([own]) => spelling(own) === wanted)?.[1] : undefined;
}

const spelling = (name: string): string => name.replace(/[^a-z0-9]/gi, '').toLowerCase();

const idNames = ['id', '_id', 'uuid', 'key', 'slug', 'code'] as const;

/** The id of what a request created: in the body, under one wrapping property, or at the end of Location. */
export function createdId(operation: Operation, answer: Answer, parameter: string): string | undefined {
  const declared = operation.behaviours.resource?.id;
  if (declared?.message === 'response') return partText(declared, answer);
  const body = parseJson(answer.text)?.value;
  return idOf(body, parameter) ?? wrappedId(body, parameter) ?? locationId(answer);
}

function wrappedId(body: unknown, parameter: string): string | undefined {
  if (!isJsonObject(body)) return undefined;
  const objects = Object.values(body).filter(isJsonObject);
  return objects.length === 1 ? idOf(objects[0], parameter) : undefined;
}

function locationId({ headers }: Answer): string | undefined {
  const last = headers.get('location')?.split(/[?#]/)[0]?.split('/').pop();
  if (!last) return undefined;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
