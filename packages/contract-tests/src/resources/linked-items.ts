import type { Link, Operation } from '@plumbline/openapi';
import { responseFor } from '../check/status.ts';
import type { Exchange } from '../run/exchange-record.ts';
import { atPointer, parseJson } from '../values/json.ts';
import type { ResourceMap } from './resource-map.ts';

/** A thing that exists, whoever made it. */
export interface LinkedItem {
  readonly collection: string;
  readonly parents: readonly string[];
  readonly id: string;
}

/** The things that an answer's links name (OpenAPI 3.1.1, section 4.8.20), by the paths of the operations they lead to. */
export function linkedItems(
  map: ResourceMap,
  operations: ReadonlyMap<string, Operation>,
  exchange: Exchange,
): readonly LinkedItem[] {
  const response = exchange.answer && responseFor(exchange.draft.operation, exchange.answer.status);
  return (response?.links ?? []).flatMap((link) => {
    const target = operations.get(link.operation);
    return target ? (itemOf(map, target, { link, exchange }) ?? []) : [];
  });
}

/** Undefined where the link leaves an id of the path open. */
function itemOf(
  map: ResourceMap,
  target: Operation,
  { link, exchange }: { readonly link: Link; readonly exchange: Exchange },
): LinkedItem | undefined {
  const ids = map.idsOf(target);
  const last = ids.at(-1);
  const values = ids.map(({ parameter }) => {
    const written = link.parameters[parameter] ?? link.parameters[`path.${parameter}`];
    return evaluate(written, exchange);
  });
  const known = values.filter((value) => value !== undefined);
  if (!last || known.length < ids.length) return undefined;
  return { collection: last.collection, parents: known.slice(0, -1), id: known.at(-1) ?? '' };
}

/** What can be an id: a text or number in the answer, or a parameter of the request. */
function evaluate(written: unknown, { answer, draft }: Exchange): string | undefined {
  if (typeof written !== 'string' || !written.startsWith('$')) return textOf(written);
  const [, pointer] = /^\$response\.body#(.*)$/s.exec(written) ?? [];
  if (pointer !== undefined) return textOf(atPointer(parseJson(answer?.text ?? '')?.value, pointer));
  const [, header] = /^\$response\.header\.(.+)$/.exec(written) ?? [];
  if (header !== undefined) return answer?.headers.get(header) ?? undefined;
  const [, place, name] = /^\$request\.(path|query|header)\.(.+)$/.exec(written) ?? [];
  return place === undefined ? undefined : textOf(draft.values.get(`${place}/${name}`)?.value);
}

const textOf = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || Number.isSafeInteger(value) ? String(value) : undefined;
