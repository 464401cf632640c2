import { isJsonObject } from '../values/json.ts';
import type { Choice } from './choose-references.ts';
import { referenceTo } from './references.ts';
import type { ResourceMap } from './resource-map.ts';

/** The value with ids of things that exist in place of those that it was written or made with. */
export function fillReferences(map: ResourceMap, choice: Choice, value: unknown): unknown {
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
