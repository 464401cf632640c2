import type { Breakage, Schema } from '@plumbline/json-schema';
import type { MediaType } from '@plumbline/openapi';
import { coversMedia } from '../check/media-type.ts';
import { declares } from '../check/status.ts';
import { obligationId } from '../obligation.ts';
import { constraintKey, findConstraints } from '../plan/constraints.ts';
import { jsonBody } from '../plan/requests.ts';
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
  const declared = operation.requestBody?.content.map(({ mediaType }) => mediaType) ?? [];
  const other = otherMediaTypes.find((mediaType) => !declared.some((range) => coversMedia(range, mediaType)));
  if (!other) return skipped(id, 'vague', 'every media type is declared');
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

const otherMediaTypes = ['text/plain', 'application/xml', 'application/x-plumbline'] as const;

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
  readonly value: unknown;
  readonly isAccepted: boolean;
}

function brokenBodies({ run, draft, bases }: BodySubject, schema: Schema): readonly (Probe | Skipped)[] {
  const { operation } = draft;
  const broken: readonly BrokenBody[] = bases.flatMap(({ draft: base, isAccepted }, index) => {
    if (base.body?.kind !== 'value') return [];
    const { value } = base.body;
    const purpose = `${operation.id}:broken body:${index}`;
    return tryBreak(run.bench, schema, value, purpose).map((breakage) => ({
      breakage,
      base,
      value,
      isAccepted,
    }));
  });
  return findConstraints(schema, run.bench.definitions).map((constraint) => {
    const id = obligationId(operation.id, 'Q.reject', `body${constraintKey(constraint)}`);
    const found = broken.find(({ breakage, value }) => matchBreakage(constraint, breakage, value));
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
