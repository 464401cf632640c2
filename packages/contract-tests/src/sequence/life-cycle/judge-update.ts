import { type Properties, requestProperties } from '../../plan/body-properties.ts';
import { type EchoedProperty, echoedProperties } from '../../plan/echoed-properties.ts';
import { viewOf } from '../../resources/view.ts';
import { writtenProperties } from '../../resources/written-properties.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { sameJson } from '../../values/json.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import type { Change } from './change.ts';
import { brief, isText, likenessOf } from './echo.ts';
import { isInitial, isTelling } from './initial.ts';
import { objectIn, type Sight } from './sight.ts';

/** A change that was accepted, between two looks at what it changed. */
export interface Updated {
  readonly change: Change;
  readonly answer: Exchange;
  readonly before: Sight;
  readonly after: Sight;
}

/** What was changed reads as it was sent. */
export function judgeStored(run: Run, updated: Updated): Verdict {
  const { change, answer, after } = updated;
  const { operation } = change.draft;
  const view = after.exchange.draft.operation;
  const judged = echoedProperties(operation, [view], run.bench.definitions)
    .filter(({ name }) => change.names.includes(name))
    .map((property) => ({
      name: property.name,
      isDeclined: isDeclined(run, property, updated),
      likeness: likenessOf(run, property, { sent: change.body, shown: after, isRead: true }),
    }));
  const lost = judged.find(({ likeness, isDeclined }) => likeness === 'different' && !isDeclined);
  if (lost) {
    return violated({
      expected: `\`${lost.name}\` to be ${brief(change.body[lost.name])} after ${operation.id} said so`,
      received: brief(after.value[lost.name]),
      exchange: run.record(after.exchange),
    });
  }
  return judged.some(({ likeness }) => likeness === 'same')
    ? run.provedBy(answer, after.exchange)
    : unproven('unspecified', 'it came back in another form');
}

/**
 * Whether the answer to the change said at once that a choice, a switch or a list is another one than was sent: it
 * may depend on what was sent beside it. Whether it may, the echo of the property tells.
 */
function isDeclined(run: Run, property: EchoedProperty, { change, answer, after }: Updated): boolean {
  const { name } = property;
  const isAlone = Object.keys(change.body).every((other) => other === name);
  const answered = objectIn(answer);
  const isTold = answered !== undefined && sameJson(answered[name], after.value[name]);
  return isTold && !isAlone && !isText(run, property);
}

/** What clients set and this change did not name, where it has a value that no reset gives. */
function unnamed(run: Run, { change, before }: Updated): readonly string[] {
  const written = writtenBy(run, change);
  return Object.keys(before.value).filter((name) => {
    const schemas = written.get(name);
    return schemas && !Object.hasOwn(change.body, name) && !isInitial(before.value[name], schemas);
  });
}

/** Of choices and switches others may depend: a role that sees everything sees all websites. Of a text nothing does. */
function changesText(run: Run, { change }: Updated): boolean {
  const properties = requestProperties(change.draft.operation, run.bench.definitions);
  return Object.keys(change.body).every((name) =>
    (properties.get(name) ?? []).every(
      (schema) => schema.type === 'string' && schema.enum === undefined && schema.format === undefined,
    ),
  );
}

/** Lost, emptied, or back at its default; a switch may be off because of what was changed. */
function isReset(run: Run, { change, after }: Updated, name: string): boolean {
  const value = after.value[name];
  return typeof value !== 'boolean' && isInitial(value, writtenBy(run, change).get(name) ?? []);
}

/** What clients set of the thing that a change is of. */
function writtenBy({ model }: Run, { draft }: Change): Properties {
  const view = viewOf(model, draft.operation);
  return view ? writtenProperties(model, view) : new Map();
}

/** PATCH leaves alone what it does not name. */
export function judgeKept(run: Run, updated: Updated): Verdict {
  const { change, before, after } = updated;
  const names = unnamed(run, updated);
  const differing = names.filter((name) => !sameJson(before.value[name], after.value[name]));
  const [lost] = differing;
  if (lost === undefined) {
    return names.length > 0
      ? run.provedBy(before.exchange, updated.answer, after.exchange)
      : unproven('no-contrast', 'nothing else that clients set had a value');
  }
  const isReplaced = names.length > 1 && names.every((name) => isReset(run, updated, name));
  if (!changesText(run, updated) && !isReplaced) {
    return unproven('unspecified', `\`${lost}\` may depend on what was changed`);
  }
  return violated({
    expected: `\`${lost}\`, which a change of ${Object.keys(change.body).join(', ')} does not name, to stay ${brief(before.value[lost])}`,
    received: brief(after.value[lost]),
    exchange: run.record(after.exchange),
  });
}

/** PUT leaves nothing of what it does not name (RFC 9110, section 9.3.4). */
export function judgeReplaced(run: Run, updated: Updated): Verdict {
  const { change, before, after } = updated;
  // What only a create may set, no new state can name.
  const nameable = requestProperties(change.draft.operation, run.bench.definitions);
  const names = unnamed(run, updated).filter((name) => nameable.has(name));
  if (names.length === 0) return unproven('no-contrast', 'the new state names all that was set');
  const kept = names.find((name) => sameJson(before.value[name], after.value[name]));
  if (kept === undefined) return run.provedBy(before.exchange, updated.answer, after.exchange);
  return violated({
    expected: `\`${kept}\` to be gone, since ${change.draft.operation.id} does not name it`,
    received: `${brief(after.value[kept])}, as before`,
    exchange: run.record(after.exchange),
  });
}

const identity = /^(id|_id|uuid|guid|created(_?at|_?on|_?by)?)$/i;

/** The id and the time of creation are settled when a thing is made. */
export function judgeImmutable(run: Run, { change, answer, before, after }: Updated): Verdict {
  const names = Object.keys(before.value).filter(
    (name) => identity.test(name) && isTelling(before.value[name]),
  );
  const settled = names.filter((name) => !Object.hasOwn(change.body, name));
  const moved = settled.find((name) => !sameJson(before.value[name], after.value[name]));
  if (moved !== undefined) {
    return violated({
      expected: `\`${moved}\` to stay ${brief(before.value[moved])}`,
      received: brief(after.value[moved]),
      exchange: run.record(after.exchange),
    });
  }
  return settled.length > 0
    ? run.provedBy(before.exchange, answer, after.exchange)
    : unproven('vague', 'it shows neither an id nor a time of creation');
}

export interface RefusedChange {
  readonly change: Change;
  readonly before: Sight;
  /** After the refusals. */
  readonly unchanged: Sight | undefined;
  readonly refused: readonly Exchange[];
  /** Whether it is the same change that was accepted afterwards. */
  readonly isFirst: boolean;
}

/** The same change, refused, leaves everything as it was. */
export function judgeRefused(
  run: Run,
  { change, before, unchanged, refused, isFirst }: RefusedChange,
): Verdict {
  if (refused.length === 0) return unproven('vague', 'no flaw was found that leaves the change as it is');
  if (refused.some(isAccepted)) return unproven('not-armed', 'a flawed request was accepted');
  if (!unchanged) return unproven('not-seen', 'what it changes could not be read again');
  const changed = change.names.find((name) => !sameJson(before.value[name], unchanged.value[name]));
  if (changed !== undefined) {
    return violated({
      expected: `\`${changed}\` to stay ${brief(before.value[changed])}, since the change was refused`,
      received: brief(unchanged.value[changed]),
      exchange: run.record(unchanged.exchange),
    });
  }
  return isFirst ? run.provedBy(...refused, unchanged.exchange) : unproven('not-armed');
}
