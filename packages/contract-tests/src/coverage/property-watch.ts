import type { ApiModel, Response } from '@plumbline/openapi';
import { responseFor } from '../check/status.ts';
import { escapeToken } from '../plan/constraints.ts';
import type { Exchange } from '../run/exchange-record.ts';
import { isJsonObject, parseJson } from '../values/json.ts';
import { responseProperties } from './schema-properties.ts';

/** A declared property that a valid answer had. */
export interface SeenProperty {
  readonly operation: string;
  /** As it is declared: `200`, `4XX`, `default`. */
  readonly status: string;
  /** JSON Pointer, `*` for any item of an array. */
  readonly property: string;
  /** The number of the first exchange with it. */
  readonly by: number;
}

/** Notes which declared properties answers have. */
export interface PropertyWatch {
  /** To be told of exchanges whose body is valid. */
  note(exchange: Exchange): void;
  seen(): readonly SeenProperty[];
}

/** Items of a list that are looked at; what none of so many has is rare. */
const mostItems = 50;

export function createPropertyWatch({ schemas }: Pick<ApiModel, 'schemas'>): PropertyWatch {
  const missing = new Map<Response, Set<string>>();
  const seen: SeenProperty[] = [];

  function missingOf(response: Response): Set<string> {
    const known = missing.get(response) ?? new Set(responseProperties(response, schemas));
    missing.set(response, known);
    return known;
  }

  return {
    note({ number, draft: { operation }, answer }) {
      const response = answer && responseFor(operation, answer.status);
      const open = response && missingOf(response);
      if (!response || !open || open.size === 0) return;
      for (const property of propertiesIn(parseJson(answer.text)?.value, '')) {
        if (open.delete(property))
          seen.push({ operation: operation.id, status: response.status, property, by: number });
      }
    },
    seen: () => seen,
  };
}

/** Declared ones lie no deeper. */
const maxDepth = 12;

function* propertiesIn(value: unknown, pointer: string, depth = 0): Generator<string> {
  if (depth > maxDepth) return;
  if (Array.isArray(value)) {
    for (const item of value.slice(0, mostItems)) yield* propertiesIn(item, `${pointer}/*`, depth + 1);
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      const own = `${pointer}/${escapeToken(name)}`;
      yield own;
      yield* propertiesIn(member, own, depth + 1);
    }
  }
}
