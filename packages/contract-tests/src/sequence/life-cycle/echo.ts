import type { Operation } from '@plumbline/openapi';
import { isJsonMedia } from '../../check/media-type.ts';
import { obligationId } from '../../obligation.ts';
import { alternativesOf, requestProperties } from '../../plan/body-properties.ts';
import { type EchoedProperty, echoedProperties } from '../../plan/echoed-properties.ts';
import type { Exchange } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { isJsonObject, type JsonObject, parseJson, sameJson } from '../../values/json.ts';
import { compareEcho, type Likeness } from '../../values/same-meaning.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { objectIn, type Sight } from './sight.ts';

/** The body that was sent, and where it shows again. */
export interface Reflection {
  readonly sent: JsonObject;
  readonly shown: Sight;
  /** False for the answer to the write itself, which need not show everything. */
  readonly isRead: boolean;
  /**
   * The properties that it shows in the same form.
   *
   * @default undefined: all
   */
  readonly names?: ReadonlySet<string>;
}

/** The JSON object that a request sent; not that of its draft, since it may have been changed on the way. */
export function sentObject({ request, draft }: Exchange): JsonObject | undefined {
  if (draft.body?.kind !== 'value' || !isJsonMedia(draft.body.mediaType)) return undefined;
  const value = parseJson(request.body ?? '')?.value;
  return isJsonObject(value) ? value : undefined;
}

/** Each accepted write beside its own answer. */
export function reflectionsIn(accepted: readonly Exchange[]): readonly Reflection[] {
  return accepted.flatMap((exchange) => {
    const [sent, value] = [sentObject(exchange), objectIn(exchange)];
    return sent && value ? [{ sent, shown: { exchange, value }, isRead: false }] : [];
  });
}

/** Rules for each property whether it came back as it was sent. */
export function ruleEchoes(
  run: Run,
  { operation, view }: { readonly operation: Operation; readonly view: Operation | undefined },
  reflections: readonly Reflection[],
): void {
  for (const property of echoedProperties(operation, [operation, view], run.bench.definitions)) {
    const id = obligationId(operation.id, 'L.echo', property.name);
    if (run.ledger.has(id)) run.ledger.rule(id, judgeProperty(run, operation, { property, reflections }));
  }
}

interface Reflected {
  readonly property: EchoedProperty;
  readonly reflections: readonly Reflection[];
}

function judgeProperty(run: Run, operation: Operation, { property, reflections }: Reflected): Verdict {
  const wasSent = reflections.filter(
    ({ sent, names }) => Object.hasOwn(sent, property.name) && (names?.has(property.name) ?? true),
  );
  const judged = wasSent.map((reflection) => ({
    reflection,
    likeness: likenessOf(run, property, reflection),
  }));
  const broken = judged.find(
    ({ reflection, likeness }) =>
      likeness === 'different' && !mayDepend(run, property, { operation, reflection, judged }),
  );
  if (broken) return altered(run, property, broken.reflection);
  const kept = judged.find(({ likeness }) => likeness === 'same');
  if (kept) return run.provedBy(kept.reflection.shown.exchange);
  return judged.length > 0
    ? unproven('unspecified', 'it came back in another form, or not at all')
    : unproven('not-seen', 'no accepted request had it');
}

interface Judged {
  readonly reflection: Reflection;
  readonly likeness: Likeness;
}

interface Loss {
  readonly operation: Operation;
  readonly reflection: Reflection;
  readonly judged: readonly Judged[];
}

/**
 * A choice, a switch or a list may depend on what was sent beside it: a role that sees everything sees all of a list.
 * It does not where it was sent alone, was answered otherwise than it reads, or never came back in several bodies
 * that chose differently.
 */
function mayDepend(run: Run, property: EchoedProperty, { operation, reflection, judged }: Loss): boolean {
  const { name } = property;
  const isAlone = Object.keys(reflection.sent).every((other) => other === name);
  const kept = judged.filter(({ likeness }) => likeness === 'same').map((other) => other.reflection.sent);
  const isAnswered = kept.some((sent) => sameJson(sent, reflection.sent));
  if (isText(run, property) || isAlone || isAnswered) return false;
  const lost = judged
    .filter(({ likeness }) => likeness === 'different')
    .map((other) => other.reflection.sent);
  const distinct = new Set(lost.map((sent) => JSON.stringify(sent))).size;
  return kept.length > 0 || distinct < 2 || chooseAlike(run, operation, { name, bodies: lost });
}

/** Whether a property is a text that clients are free to choose. Nothing else decides what becomes of it. */
export function isText(run: Run, { request }: EchoedProperty): boolean {
  return alternativesOf(request, run.bench.definitions).every(
    ({ type, enum: members }) => type === 'string' && members === undefined,
  );
}

/** Whether bodies share a switch or a choice beside the property: the loss in each may come of it. */
function chooseAlike(
  run: Run,
  operation: Operation,
  { name, bodies }: { readonly name: string; readonly bodies: readonly JsonObject[] },
): boolean {
  const [first = {}, ...others] = bodies;
  const properties = requestProperties(operation, run.bench.definitions);
  return Object.entries(first).some(([other, value]) => {
    const schemas = alternativesOf(properties.get(other) ?? [], run.bench.definitions);
    const isChoice = typeof value === 'boolean' || schemas.some((schema) => Array.isArray(schema.enum));
    return other !== name && isChoice && others.every((body) => sameJson(body[other], value));
  });
}

export function likenessOf(
  run: Run,
  { name, request, response }: EchoedProperty,
  { sent, shown, isRead }: Reflection,
): Likeness {
  const received = shown.value[name];
  if (received === undefined && !isRead) return 'open';
  return compareEcho({ sent: sent[name], received, request, response }, run.bench.definitions);
}

function altered(run: Run, { name }: EchoedProperty, { sent, shown }: Reflection): Verdict {
  return violated({
    expected: `\`${name}\` as it was sent: ${brief(sent[name])}`,
    received: brief(shown.value[name]),
    exchange: run.record(shown.exchange),
  });
}

/** A value in a finding. */
export function brief(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
