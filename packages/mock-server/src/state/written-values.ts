import { isObject, type JsonObject, member } from '../json.ts';
import { timeKind, timeValue, withoutId } from './item-values.ts';
import { setOwn } from './own-member.ts';
import type { MemberPlan, ValuePlan } from './value-plan.ts';

/** What a write is read by. */
export interface Writing {
  readonly plan: ValuePlan;
  readonly idName: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** How far in a value is completed. */
const MAX_DEPTH = 6;

/**
 * A new item: what was sent, the defaults of what was not, and what a server adds, as another item shows it. Members
 * for reading only are not taken from what was sent.
 *
 * @returns an object of its own, which whoever gets it may add to
 */
export function newValue(
  sent: JsonObject,
  sample: JsonObject,
  { plan, now }: Writing,
): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  const add = (one: MemberPlan) => {
    const isSent = !one.isReadOnly && Object.hasOwn(sent, one.name);
    const value = isSent
      ? completed(sent[one.name], one.inner, member(sample, one.name), MAX_DEPTH)
      : unsent(one, sample, now);
    if (value !== undefined) setOwn(made, one.name, value);
  };
  for (const one of plan.answered) add(one);
  for (const name of Object.keys(sent)) {
    const one = plan.members.get(name);
    if (one === undefined) setOwn(made, name, sent[name]);
    else if (!one.isReadOnly && !Object.hasOwn(made, name)) add(one);
  }
  for (const one of plan.onlyAsked) if (!Object.hasOwn(made, one.name)) add(one);
  return made;
}

/**
 * What was sent, with the declared defaults of what it leaves out further in, and what a server adds there as a sample
 * of it has it. The same value where there is nothing to add.
 */
function completed(value: unknown, plan: ValuePlan, sample: unknown, depth: number): unknown {
  if (depth === 0 || plan.isBare) return value;
  if (Array.isArray(value)) return completedItems(value, plan, sample, depth);
  return isObject(value) ? completedMembers(value, plan, sample, depth) : value;
}

function completedMembers(value: JsonObject, plan: ValuePlan, sample: unknown, depth: number): JsonObject {
  let made: Record<string, unknown> | undefined;
  const set = (name: string, part: unknown) => {
    made ??= { ...value };
    setOwn(made, name, part);
  };
  for (const { name, inner } of plan.deeper) {
    if (!Object.hasOwn(value, name)) continue;
    const part = completed(value[name], inner, member(sample, name), depth - 1);
    if (part !== value[name]) set(name, part);
  }
  for (const one of plan.additions) {
    if (Object.hasOwn(value, one.name)) continue;
    const part = added(one, member(sample, one.name));
    if (part !== undefined) set(one.name, part);
  }
  return made ?? value;
}

function added({ requestDefault, isRequired, isNullable, isAsked }: MemberPlan, shown: unknown): unknown {
  if (requestDefault !== undefined) return requestDefault;
  if (!isRequired) return undefined;
  return isNullable && isAsked ? null : shown;
}

function completedItems(
  items: readonly unknown[],
  plan: ValuePlan,
  sample: unknown,
  depth: number,
): readonly unknown[] {
  const shown = Array.isArray(sample) ? sample : [];
  const made = items.map((item, index) =>
    completed(item, plan.items, shown[index % (shown.length || 1)], depth - 1),
  );
  return made.every((item, index) => item === items[index]) ? items : made;
}

function unsent(one: MemberPlan, sample: JsonObject, now: number): unknown {
  const { name, inner, time, byDefault, isAsked, isNullable, isRequired } = one;
  const shown = member(sample, name);
  if (time !== undefined) return timeValue(now, inner.answer) ?? shown;
  if (byDefault !== undefined) return byDefault;
  if (!isAsked) return shown;
  if (!isRequired) return undefined;
  return isNullable ? null : shown;
}

/** The item with what a merge patch says of it (RFC 7396). */
export function patchedValue(value: JsonObject, sent: JsonObject, writing: Writing): JsonObject {
  const { plan, idName } = writing;
  const said: Record<string, unknown> = {};
  for (const name of Object.keys(sent)) {
    if (!plan.members.get(name)?.isReadOnly) setOwn(said, name, sent[name]);
  }
  return withUpdate(merged(value, withoutId(said, idName), plan), writing);
}

/** RFC 7396: members that are null are taken away, objects are merged, all else is replaced. */
function merged(target: unknown, patch: JsonObject, plan: ValuePlan | undefined): JsonObject {
  const made: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, part] of Object.entries(patch)) {
    const inner = plan?.members.get(name);
    // What has no value is told as null where the answer may say so.
    if (part === null && !inner?.isNullable) delete made[name];
    else setOwn(made, name, isObject(part) ? merged(member(made, name), part, inner?.inner) : part);
  }
  return made;
}

/** The item as a PUT describes it; what only the server writes stays. */
export function replacedValue(value: JsonObject, sent: JsonObject, writing: Writing): JsonObject {
  const { idName, plan } = writing;
  const next = newValue(withoutId(sent, idName), value, writing);
  for (const name of Object.keys(value)) {
    const isKept = name === idName || timeOf(name, plan) === 'created' || !plan.request.properties.has(name);
    if (isKept) setOwn(next, name, value[name]);
  }
  return withUpdate(next, writing);
}

/** The item with the time of its last change set to now. */
export function withUpdate(value: JsonObject, { plan, now }: Writing): JsonObject {
  let made: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    if (timeOf(name, plan) !== 'updated') continue;
    const answer = plan.members.get(name)?.inner.answer;
    const time = answer && timeValue(now, answer);
    if (time === undefined) continue;
    made ??= { ...value };
    setOwn(made, name, time);
  }
  return made ?? value;
}

function timeOf(name: string, { members }: ValuePlan): ReturnType<typeof timeKind> {
  const known = members.get(name);
  return known ? known.time : timeKind(name);
}
