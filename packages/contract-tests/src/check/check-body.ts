import { type SchemaProblem, toProblems } from '@plumbline/json-schema';
import type { MediaType, Response } from '@plumbline/openapi';
import type { Answer } from '../run/exchange-record.ts';
import { parseJson } from '../values/json.ts';
import { tryCompile, type Workbench } from '../values/workbench.ts';
import { coversMedia, essence, isJsonMedia } from './media-type.ts';
import { broken, kept, type Observation } from './observation.ts';
import { isBodiless } from './status.ts';

/** Holds the body of an answer against the response that declares its status. */
export function checkBody(
  bench: Workbench,
  response: Response,
  { answer, method }: { readonly answer: Answer; readonly method: string },
): readonly Observation[] {
  const { status } = response;
  if (method === 'HEAD') return [];
  if (response.content.length === 0 || isBodiless(answer.status)) return [checkNoBody(status, answer)];
  const actual = answer.headers.get('content-type');
  const media = actual === null ? undefined : findMedia(response.content, actual);
  const expected = response.content.map(({ mediaType }) => mediaType).join(' or ');
  if (!media) {
    return [broken('R.media', [status], { expected, received: actual ?? 'no Content-Type' })];
  }
  return [kept('R.media', status), checkContent(bench, { status, media, answer })];
}

function checkNoBody(status: string, answer: Answer): Observation {
  if (answer.text === '') return kept('R.body', status);
  if (answer.status >= 300) {
    return { kind: 'R.body', parts: [status], outcome: 'open', reason: 'unspecified' };
  }
  return broken('R.body', [status], { expected: 'no body', received: 'a body' });
}

/** The declared media type that covers an actual one: the same before a range. */
export function findMedia(content: readonly MediaType[], actual: string): MediaType | undefined {
  return (
    content.find(({ mediaType }) => essence(mediaType) === essence(actual)) ??
    content.find(({ mediaType }) => coversMedia(mediaType, actual))
  );
}

interface Content {
  readonly status: string;
  readonly media: MediaType;
  readonly answer: Answer;
}

function checkContent(bench: Workbench, { status, media, answer }: Content): Observation {
  const value = readBody(answer);
  if (value === 'unreadable') {
    return {
      kind: 'R.body',
      parts: [status],
      outcome: 'open',
      reason: 'unsupported',
      detail: media.mediaType,
    };
  }
  if (value === 'malformed') {
    return broken('R.body', [status], {
      expected: 'a JSON text (RFC 8259)',
      received: 'a body that is none',
    });
  }
  if (media.schema === undefined) return kept('R.body', status);
  const check = tryCompile(bench.responses, media.schema);
  if (!check)
    return { kind: 'R.body', parts: [status], outcome: 'open', reason: 'unsupported', detail: 'its schema' };
  if (check(value.value)) return kept('R.body', status);
  return broken('R.body', [status], {
    expected: 'a body that is valid against its schema',
    received: describeProblems(toProblems(check.errors)),
  });
}

type ReadBody = { readonly value: unknown } | 'unreadable' | 'malformed';

function readBody({ headers, text, isWhole }: Answer): ReadBody {
  const mediaType = headers.get('content-type') ?? '';
  if (!isWhole) return 'unreadable';
  if (isJsonMedia(mediaType)) return parseJson(text) ?? 'malformed';
  return essence(mediaType).startsWith('text/') ? { value: text } : 'unreadable';
}

/** More would not be read. */
const shownProblems = 5;

export function describeProblems(problems: readonly SchemaProblem[]): string {
  const shown = problems
    .slice(0, shownProblems)
    .map(({ instancePath, message }) => `${instancePath === '' ? 'the value' : instancePath} ${message}`);
  const rest = problems.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}
