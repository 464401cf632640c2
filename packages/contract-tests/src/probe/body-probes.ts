import type { Breakage, Schema } from '@plumbline/json-schema';
import type { MediaType } from '@plumbline/openapi';
import { declares } from '../check/status.ts';
import { obligationId } from '../obligation.ts';
import { type Constraint, constraintKey, findConstraints } from '../plan/constraints.ts';
import { jsonBody, undeclaredMedia } from '../plan/requests.ts';
import { type Draft, type DraftBody, type Flaw, withoutBody } from '../request/draft.ts';
import { writableMedia, writeBody } from '../request/write-body.ts';
import { tryBreak } from '../values/make.ts';
import { matchBreakage } from './match-breakage.ts';
import { type Probe, probe, type Skipped, type Subject, skipped } from './probe.ts';

export interface BodySubject extends Subject {
  /** Good requests, the best first: accepted ones before ones that only should be. */
  readonly bases: readonly { readonly draft: Draft; readonly isAccepted: boolean }[];
}

/** Bodies missing, malformed, of another media type, and broken in one constraint. */
export function bodyProbes(subject: BodySubject): readonly (Probe | Skipped)[] {
  const { operation } = subject.draft;
  if (!operation.requestBody || !writableMedia(operation)) return [];
  const json = jsonBody(operation);
  return [otherMedia(subject), ...(json ? jsonProbes(subject, json) : [])];
}

const invalid = (description: string): Flaw => ({ description, refusals: ['400', '422'], breaches: ['2XX'] });

function otherMedia({ draft }: Subject): Probe | Skipped {
  const { operation, body } = draft;
  const id = obligationId(operation.id, 'Q.media');
  if (!body) return skipped(id, 'not-armed', 'no body was sent');
  const other = operation.requestBody && undeclaredMedia(operation.requestBody);
  if (other === undefined) return skipped(id, 'vague', 'every media type is declared');
  const changed: DraftBody = { kind: 'text', mediaType: other, text: writeBody(body).text };
  return probe(
    id,
    { ...draft, body: changed },
    {
      description: `with a body of ${other}`,
      refusals: declares(operation, 415) ? ['415'] : ['415', '400', '422'],
      breaches: ['2XX', ...(declares(operation, 415) ? ['400', '422'] : [])],
    },
  );
}

function jsonProbes(subject: BodySubject, json: MediaType): readonly (Probe | Skipped)[] {
  const { draft } = subject;
  const { operation } = draft;
  const malformed: DraftBody = { kind: 'text', mediaType: json.mediaType, text: '{"unfinished": ' };
  return [
    probe(
      obligationId(operation.id, 'Q.malformed'),
      { ...draft, body: malformed },
      {
        ...invalid('with a body that is no JSON'),
      },
    ),
    ...(operation.requestBody?.required
      ? [
          probe(obligationId(operation.id, 'Q.reject', 'body', 'required'), withoutBody(draft), {
            ...invalid('without a body'),
            refusals: ['400', '422', '415'],
          }),
        ]
      : []),
    ...(json.schema === undefined ? [] : brokenBodies(subject, json.schema)),
  ];
}

interface BrokenBody {
  readonly breakage: Breakage;
  readonly base: Draft;
  readonly isAccepted: boolean;
}

/** For each constraint the first body that breaks it. Breaking is dear, so a further body is broken only for what is left. */
function findBroken(
  { run, draft, bases }: BodySubject,
  schema: Schema,
  constraints: readonly Constraint[],
): ReadonlyMap<Constraint, BrokenBody> {
  const found = new Map<Constraint, BrokenBody>();
  for (const [index, { draft: base, isAccepted }] of bases.entries()) {
    const open = constraints.filter((constraint) => !found.has(constraint));
    if (open.length === 0 || base.body?.kind !== 'value') continue;
    const { value } = base.body;
    const breakages = tryBreak(run.bench, schema, value, `${draft.operation.id}:broken body:${index}`);
    for (const constraint of open) {
      const breakage = breakages.find((one) => matchBreakage(constraint, one, value));
      if (breakage) found.set(constraint, { breakage, base, isAccepted });
    }
  }
  return found;
}

function brokenBodies({ run, draft, bases }: BodySubject, schema: Schema): readonly (Probe | Skipped)[] {
  const { operation } = draft;
  const constraints = findConstraints(schema, run.bench.definitions);
  const broken = findBroken({ run, draft, bases }, schema, constraints);
  return constraints.map((constraint) => {
    const id = obligationId(operation.id, 'Q.reject', `body${constraintKey(constraint)}`);
    const found = broken.get(constraint);
    if (found?.base.body?.kind !== 'value')
      return skipped(id, 'vague', 'no body was found that has this place');
    const body = { ...found.base.body, value: found.breakage.value };
    return probe(
      id,
      { ...found.base, body },
      invalid(`with a body ${found.breakage.description}`),
      found.isAccepted,
    );
  });
}
