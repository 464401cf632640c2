import type { SchemaObject } from '@plumbline/json-schema';
import { matchesStatus } from '../check/status.ts';
import { dereference, unescapeToken } from '../plan/references.ts';
import { isSchema } from '../plan/schema-places.ts';
import type { Draft } from '../request/draft.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import { describeAnswer, type Run } from '../run/run.ts';
import { bareAround } from '../values/bare-around.ts';
import { isOrdered, neighbourOf } from '../values/edge-neighbour.ts';
import { isJsonObject } from '../values/json.ts';
import { unproven, type Verdict, violated } from '../verdict.ts';
import { type EdgeGoal, isMentioned, nameOf, namesOf, openGoals } from './edge-goal.ts';
import { EdgeSearch, type Suspect } from './edge-search.ts';

/** An edge that was refused is tried in so many other accepted requests. */
const otherBases = 2;

/**
 * Sends requests at the edges of what is legal, many edges in one request; of a refused one, parts. Returns the
 * requests that were accepted: they have places that flaws can be put in.
 */
export async function proveLegalEdges(run: Run, accepted: readonly Exchange[]): Promise<readonly Exchange[]> {
  const [first] = accepted;
  if (!first) return [];
  const search = new EdgeSearch(run, accepted);
  await search.prove(openGoals(run, first.draft.operation));
  for (const suspect of search.suspects) await judge(search, suspect);
  return search.found;
}

/** Beside other properties, or with nothing beside it, the edge may be welcome after all. */
async function judge(search: EdgeSearch, suspect: Suspect): Promise<void> {
  const { goal } = suspect;
  let refused = suspect.refused;
  for (const base of surroundings(search, suspect)) {
    const exchange = search.run.ledger.isOpen(goal.id) ? await search.send([goal], base) : undefined;
    if (!exchange) continue;
    if (isAccepted(exchange)) return;
    refused = exchange;
  }
  if (search.run.ledger.isOpen(goal.id))
    search.rule(goal, await judgeRefused(search, { ...suspect, refused }));
}

function surroundings({ run, bases, found }: EdgeSearch, { goal, base }: Suspect): readonly Draft[] {
  const others = [...found.map(({ draft }) => draft).reverse(), ...bases].filter((draft) => draft !== base);
  if (goal.parameter || base.body?.kind !== 'value') return [];
  const bare = { ...base, body: { ...base.body, value: bareAround(run.bench, goal.edge, base.body.value) } };
  return [...others.slice(0, otherBases), bare];
}

async function judgeRefused(search: EdgeSearch, suspect: Suspect): Promise<Verdict> {
  const { goal, refused } = suspect;
  const isCalledInvalid = refused.answer && matchesStatus(refused.answer.status, ['400', '422']);
  if (!isCalledInvalid || !(await isEdgeToBlame(search, suspect)))
    return unproven('other-refusal', describeAnswer(refused));
  return violated({
    expected: `a request with ${goal.edge.description} to be accepted, as it was without`,
    received: describeAnswer(refused),
    exchange: search.run.record(refused),
  });
}

/** Of an order, the value next to the edge is accepted; of others, the refusal speaks of nothing else. */
async function isEdgeToBlame(search: EdgeSearch, { goal, refused, base }: Suspect): Promise<boolean> {
  const inside = neighbourOf(goal.edge);
  if (goal.edge.kind.type === 'length' && goal.edge.schema.format !== undefined) return false;
  if (inside) return isWelcome(search, [{ ...goal, edge: inside }], goal.parameter ? base : refused.draft);
  if (isOrdered(goal.edge) || !goal.edge.isCertain) return false;
  const speaks = goal.parameter !== undefined || speaksOfEdge(search.run, goal, refused);
  return speaks && isWelcome(search, [], base);
}

async function isWelcome(search: EdgeSearch, goals: readonly EdgeGoal[], base: Draft): Promise<boolean> {
  const exchange = await search.send(goals, base);
  return exchange !== undefined && isAccepted(exchange);
}

/** Rules between properties are no schema's: their refusals name another property, or stand beside ids. */
function speaksOfEdge(run: Run, goal: EdgeGoal, { draft, answer }: Exchange): boolean {
  const names = allNames(draft.body?.kind === 'value' ? draft.body.value : undefined);
  if ([...names].some(isIdName)) return false;
  const text = answer?.text ?? '';
  const isNamed = (name: string) => name.length > 2 && isMentioned(text, name);
  const { kind, schema } = goal.edge;
  if (kind.type === 'bare') return optionalNames(schema, kind.required).some(isNamed) && !hasChoice(schema);
  const own = namesOf(goal);
  if (hasChoiceBeside(run, goal)) return false;
  const others = [...names, ...openNames(run, goal)].filter((name) => !own.includes(name));
  return !others.some(isNamed) && (own.some(isNamed) || names.size <= 1);
}

const optionalNames = ({ properties }: SchemaObject, required: readonly string[]): readonly string[] =>
  isJsonObject(properties) ? Object.keys(properties).filter((name) => !required.includes(name)) : [];

/** A member of an enumeration may ask for properties beside it. */
const hasChoice = ({ properties }: SchemaObject): boolean =>
  isJsonObject(properties) &&
  Object.values(properties).some((property) => isJsonObject(property) && Array.isArray(property.enum));

/** Also what is stored beside a changed property may be such a member. */
function hasChoiceBeside({ bench }: Run, { edge }: EdgeGoal): boolean {
  const own = edge.pointer.split('/').slice(1).map(unescapeToken);
  return edge.trail.some((schema, depth) => {
    const target = dereference(schema, bench.definitions);
    const properties = typeof target === 'object' && isJsonObject(target.properties) ? target.properties : {};
    return Object.entries(properties).some(([name, property]) => {
      const inner = isSchema(property) ? dereference(property, bench.definitions) : true;
      return name !== own[depth] && typeof inner === 'object' && Array.isArray(inner.enum);
    });
  });
}

const openNames = (run: Run, { operation }: EdgeGoal): readonly string[] =>
  openGoals(run, operation)
    .map(nameOf)
    .filter((name) => name !== undefined);

const isIdName = (name: string): boolean => /(^id|Ids?|_ids?|[Tt]oken|[Kk]ey)$/.test(name);

/** The names of all properties of a value. */
function allNames(value: unknown): ReadonlySet<string> {
  const members = isJsonObject(value) ? Object.entries(value) : [];
  const inner = Array.isArray(value) ? value : members.map(([, member]) => member);
  return new Set([...members.map(([name]) => name), ...inner.flatMap((member) => [...allNames(member)])]);
}
