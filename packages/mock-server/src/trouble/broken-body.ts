import { breakValue, InvalidSchema } from '@plumbline/json-schema';
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
  const breakages = breakagesOf(content.schema, JSON.parse(body), model, random);
  const fitting = breakages.filter((one) => keyword === undefined || one.keyword === keyword);
  const chosen = fitting[Math.floor(random() * fitting.length)];
  if (!chosen) return undefined;
  const place = chosen.instancePath === '' ? '' : ` at ${chosen.instancePath}`;
  return { body: JSON.stringify(chosen.value), how: `${chosen.keyword}${place}` };
}

function breakagesOf(
  schema: Parameters<typeof breakValue>[0],
  value: unknown,
  model: ApiModel,
  random: () => number,
): ReturnType<typeof breakValue> {
  const seed = Math.floor(random() * 2 ** 31);
  try {
    return breakValue(schema, value, { definitions: model.schemas, seed, projection: 'response' });
  } catch (error) {
    // Such a schema is reported where answers are made of it; here there is just nothing to break.
    if (error instanceof InvalidSchema) return [];
    throw error;
  }
}
