import type { OperationBehaviours, Response } from '@plumbline/openapi';
import { behaviourHeaders, type Situation } from './behaviour-headers.ts';
import type { HeaderTexts } from './header-texts.ts';

/** They frame the message or name its encoding, so an example of them would be untrue. */
const OF_THE_SERVER = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The headers of a described answer, by their declared names. */
export function responseHeaders(
  response: Response,
  behaviours: OperationBehaviours,
  situation: Situation,
  texts: HeaderTexts,
): Readonly<Record<string, string>> {
  const decided = behaviourHeaders(behaviours, situation);
  const entries = response.headers.flatMap((header): [string, string][] => {
    const name = header.name.toLowerCase();
    if (OF_THE_SERVER.has(name)) return [];
    const text = decided.get(name);
    if (text === null && !header.required) return [];
    const isAllowed = typeof text === 'string' && texts.allows(header, text);
    const sent = isAllowed ? text : texts.usual(header);
    return sent === undefined ? [] : [[header.name, sent]];
  });
  return Object.fromEntries(entries);
}
