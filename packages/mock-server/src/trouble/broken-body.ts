import { type Breakage, breakValue, InvalidSchema } from '@plumbline/json-schema';
import type { ApiModel, Operation } from '@plumbline/openapi';
import { findResponse } from '../answer/negotiate.ts';
import { essenceOf, mediaKind } from '../media-kind.ts';

export interface BrokenBody {
  readonly body: string;
  /** What was done to it: `required at /name`. */
  readonly how: string;
}

export interface BreakWish {
  readonly model: ApiModel;
  readonly operation: Operation;
  readonly status: number;
  readonly contentType: string | null;
  /** The keyword to break; any when undefined. */
  readonly keyword: string | undefined;
  readonly random: () => number;
}

/** A JSON body with one change that its schema refuses; undefined where nothing near it is refused. */
export function breakBody(body: string, wish: BreakWish): BrokenBody | undefined {
  const { model, operation, status, contentType, keyword, random } = wish;
  if (contentType === null || mediaKind(contentType) !== 'json') return undefined;
  const essence = essenceOf(contentType);
  const content = findResponse(operation.responses, status)?.content.find(
    ({ mediaType }) => essenceOf(mediaType) === essence,
  );
  if (content?.schema === undefined) return undefined;
  const parsed = parsedJson(body);
  if (!parsed) return undefined;
  const breakages = breakagesOf(content.schema, parsed.value, {
    definitions: model.schemas,
    seed: Math.floor(random() * 2 ** 31),
    projection: 'response',
  });
  const fitting = breakages.filter((one) => keyword === undefined || one.keyword === keyword);
  const chosen = fitting[Math.floor(random() * fitting.length)];
  if (!chosen) return undefined;
  const place = chosen.instancePath === '' ? '' : ` at ${chosen.instancePath}`;
  return { body: JSON.stringify(chosen.value), how: `${chosen.keyword}${place}` };
}

function breakagesOf(...breaking: Parameters<typeof breakValue>): readonly Breakage[] {
  try {
    return breakValue(...breaking);
  } catch (error) {
    // Such a schema is reported where answers are made of it; here there is just nothing to break.
    if (error instanceof InvalidSchema) return [];
    throw error;
  }
}

/** What a real server sends as JSON may be none. */
function parsedJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
