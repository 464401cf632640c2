import type { HandlerRequest } from '@plumbline/runtime/server';
import { lookUp, parsePointer } from '../../answer/pointer.ts';

/** What an action does to one place in an item. */
interface Effect {
  readonly tokens: readonly string[];
  readonly valueFor: (request: HandlerRequest) => unknown;
}

/** @param set values by the JSON Pointers of their places; a value may be a runtime expression */
export const declaredEffects = (set: Readonly<Record<string, unknown>>): readonly Effect[] =>
  Object.entries(set).map(([pointer, wanted]) => ({
    tokens: parsePointer(pointer),
    valueFor: readerOf(wanted),
  }));

/** A value as declared, or what a runtime expression finds in the request (OpenAPI 3.1.1, section 4.8.20.4). */
function readerOf(wanted: unknown): Effect['valueFor'] {
  if (typeof wanted !== 'string' || !wanted.startsWith('$request.')) return () => wanted;
  const [, pointer] = /^\$request\.body#(.*)$/s.exec(wanted) ?? [];
  if (pointer !== undefined) {
    const tokens = parsePointer(pointer);
    return ({ body }) => lookUp(body, tokens);
  }
  const [, place, name = ''] = /^\$request\.(path|query)\.(.+)$/.exec(wanted) ?? [];
  return ({ path, query }) => (place === 'path' ? path[name] : query[name]);
}
