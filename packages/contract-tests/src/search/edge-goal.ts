import type { MediaType, Operation, Parameter } from '@plumbline/openapi';
import { obligationId } from '../obligation.ts';
import { bodyEdges, parameterEdges } from '../plan/accepts.ts';
import { type LegalEdge, touchedPointer } from '../plan/legal-edges.ts';
import { unescapeToken } from '../plan/references.ts';
import { jsonBody, parameterKey, sentParameters } from '../plan/requests.ts';
import { type Draft, withValue } from '../request/draft.ts';
import { serializeSimple } from '../request/serialize-parameter.ts';
import { isHeaderText } from '../request/write-request.ts';
import { isIdempotencyKey } from '../run/draft-for.ts';
import type { Run } from '../run/run.ts';
import { disturbs, isAtEdge } from '../values/edge-holds.ts';
import { graft } from '../values/graft.ts';
import { goodValue } from '../values/parameter-value.ts';
import { uuidFor } from '../values/seed.ts';

/** A legal edge that a request of an operation is to be brought to. */
export interface EdgeGoal {
  readonly id: string;
  readonly edge: LegalEdge;
  readonly operation: Operation;
  /** Undefined: the body. */
  readonly parameter?: Parameter;
  readonly media?: MediaType;
}

/** The edges of an operation that nothing was said of yet. */
export const openGoals = (run: Run, operation: Operation): readonly EdgeGoal[] =>
  goalsOf(run, operation).filter(({ id }) => run.ledger.isOpen(id));

/** The edges of all requests of an operation. */
export function goalsOf(run: Run, operation: Operation): readonly EdgeGoal[] {
  const media = jsonBody(operation);
  return [
    ...sentParameters(run.model, operation).flatMap((parameter) =>
      parameterEdges(run.model, operation, parameter).map((edge) => ({
        id: obligationId(operation.id, 'Q.accept', `${parameterKey(parameter)}${edge.key}`),
        edge,
        operation,
        parameter,
      })),
    ),
    ...(media ? bodyEdges(run.model, media) : []).map((edge) => ({
      id: obligationId(operation.id, 'Q.accept', `body${edge.key}`),
      edge,
      operation,
      ...(media ? { media } : {}),
    })),
  ];
}

/** Whether a request is at the edge. */
export function reaches(run: Run, { edge, parameter }: EdgeGoal, draft: Draft): boolean {
  if (!parameter) return draft.body?.kind === 'value' && isAtEdge(run.bench, edge, draft.body.value);
  const sent = draft.values.get(parameterKey(parameter));
  return sent !== undefined && isAtEdge(run.bench, edge, sent.value);
}

/** The request brought to the edge; undefined where no legal one that can travel is found. */
export function bringTo(run: Run, goal: EdgeGoal, draft: Draft): Draft | undefined {
  const purpose = `${goal.operation.id}:edge`;
  if (goal.parameter) return bringParameter(run, { ...goal, parameter: goal.parameter }, draft);
  if (!goal.media) return undefined;
  const base = draft.body?.kind === 'value' ? draft.body.value : undefined;
  const found = graft(run.bench, goal.edge, { whole: goal.media.schema ?? true, base, purpose });
  const mediaType = draft.body?.mediaType ?? goal.media.mediaType;
  return found && { ...draft, body: { kind: 'value', mediaType, value: found.value } };
}

function bringParameter(
  run: Run,
  { id, edge, operation, parameter }: EdgeGoal & { readonly parameter: Parameter },
  draft: Draft,
): Draft | undefined {
  const isKey = isIdempotencyKey(operation, parameter);
  const base = isKey
    ? uuidFor(run.settings.seed, `${run.settings.run}:${id}`)
    : (draft.values.get(parameterKey(parameter))?.value ?? goodValue(run.bench, operation, parameter)?.value);
  const found = graft(run.bench, edge, { whole: parameter.schema, base, purpose: `${operation.id}:edge` });
  if (!found || !travels(parameter, found.value)) return undefined;
  const brought = withValue(draft, parameter, found.value);
  return isKey ? { ...brought, key: 'none' } : brought;
}

/** Whether a value arrives as it is: headers cannot carry every text, and an empty list is no parameter at all. */
export function travels(parameter: Parameter, value: unknown): boolean {
  const isHeader = parameter.in === 'header' || parameter.in === 'cookie';
  if (typeof value === 'object' && (parameter.in === 'cookie' || hasDelimiter(parameter, value)))
    return false;
  const text = serializeSimple(parameter, value);
  if (text === '' || value === null) return false;
  return !isHeader || isHeaderText(text);
}

/** A part with the delimiter inside would arrive as two (OpenAPI 3.1.1, section 4.8.12.3). */
function hasDelimiter({ style }: Parameter, value: unknown): boolean {
  const delimiter = { spaceDelimited: ' ', pipeDelimited: '|' }[String(style)];
  return delimiter !== undefined && JSON.stringify(value).includes(delimiter);
}

/** Whether reaching one goal may undo another in the same request. */
export function collides(one: EdgeGoal, other: EdgeGoal): boolean {
  return one.parameter === other.parameter && disturbs(one.edge, other.edge);
}

/** The names on the way to the edge, the innermost first: one of them stands in a refusal that speaks of it. */
export function namesOf({ edge, parameter }: EdgeGoal): readonly string[] {
  if (parameter) return [parameter.name];
  const tokens = touchedPointer(edge).split('/').slice(1);
  return tokens
    .filter((token) => token !== '*')
    .map(unescapeToken)
    .reverse();
}

export const nameOf = (goal: EdgeGoal): string | undefined => namesOf(goal)[0];

/** Whether a text has a name as a word of its own. */
export function isMentioned(text: string, name: string | undefined): boolean {
  return name !== undefined && new RegExp(`(?<![\\w-])${RegExp.escape(name)}(?![\\w-])`).test(text);
}
