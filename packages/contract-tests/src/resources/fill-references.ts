import type { Schema } from '@plumbline/json-schema';
import type { Operation } from '@plumbline/openapi';
import type { Run } from '../run/run.ts';
import { isJsonObject } from '../values/json.ts';
import { tryCompile } from '../values/workbench.ts';
import type { Choice } from './choice.ts';
import { referenceTo } from './references.ts';
import type { ResourceMap } from './resource-map.ts';

/** A good body with ids of things that exist; as it is where its schema refuses those. */
export function withKnownThings(
  run: Run,
  operation: Operation,
  body: { readonly schema: Schema | undefined; readonly value: unknown },
): unknown {
  const choice = run.chosen.get(operation.id);
  const filled = choice ? fillReferences(run.map, choice, body.value) : body.value;
  const check = body.schema === undefined ? undefined : tryCompile(run.bench.requests, body.schema);
  return check === undefined || check(filled) ? filled : body.value;
}

/** The value with ids of things that exist in place of those that it was written or made with. */
function fillReferences(map: ResourceMap, choice: Choice, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => fillReferences(map, choice, item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const collection = referenceTo(map, name);
      const ids = collection === undefined ? undefined : choice.get(collection);
      return [name, ids && ids.length > 0 ? fillMember(ids, member) : fillReferences(map, choice, member)];
    }),
  );
}

/** A text or number that names one of them stays; a list takes as many of them as there are. */
function fillMember(ids: readonly string[], member: unknown): unknown {
  if (Array.isArray(member)) {
    const isOfIds = member.every((item) => typeof item === 'string' || typeof item === 'number');
    return isOfIds
      ? member.slice(0, ids.length).map((item, index) => inForm(item, ids[index] ?? ''))
      : member;
  }
  if (typeof member !== 'string' && typeof member !== 'number') return member;
  return ids.includes(String(member)) ? member : inForm(member, ids[0] ?? '');
}

/** Ids are kept as texts; a number stays one. */
const inForm = (member: unknown, id: string): unknown =>
  typeof member === 'number' && /^\d+$/.test(id) ? Number(id) : id;
