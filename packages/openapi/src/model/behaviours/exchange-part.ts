import { parsePointer } from '@plumbline/json-schema/json-pointer';
import type { ExchangePart } from '../behaviours.ts';

type Message = ExchangePart['message'];

/**
 * Reads a runtime expression (OpenAPI 3.1, "Runtime Expressions"): `$request.query.cursor`,
 * `$response.header.X-Next-Cursor`, `$response.body#/data`. Anything else gives `undefined`.
 */
export function parseExpression(text: string): ExchangePart | undefined {
  const named = /^\$(request|response)\.(query|path|header)\.([^#\s]+)$/.exec(text);
  if (named) {
    const [, message, location, name = ''] = named;
    if (message === 'response' && location !== 'header') return undefined;
    return part(message === 'request' ? 'request' : 'response', { in: locationOf(location), name });
  }
  const body = /^\$(request|response)\.body(?:#(.*))?$/.exec(text);
  if (!body) return undefined;
  const [, message, pointer = ''] = body;
  if (parsePointer(pointer) === undefined) return undefined;
  return bodyPart(message === 'request' ? 'request' : 'response', pointer);
}

const locationOf = (text: string | undefined): 'query' | 'path' | 'header' =>
  text === 'query' || text === 'path' ? text : 'header';

export const part = (
  message: Message,
  { in: location, name }: { in: 'query' | 'path' | 'header'; name: string },
): ExchangePart => ({ message, in: location, name, text: `$${message}.${location}.${name}` });

/** `pointer` is a JSON Pointer, `''` for the whole body. */
export const bodyPart = (message: Message, pointer: string): ExchangePart => ({
  message,
  in: 'body',
  pointer,
  text: pointer === '' ? `$${message}.body` : `$${message}.body#${pointer}`,
});
