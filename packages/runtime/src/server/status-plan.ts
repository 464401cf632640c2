import type { CompiledCheck } from '@plumbline/json-schema/compiled-check';
import type { HeaderContract, OperationContract, ResponseContract } from '../contract.ts';
import { SENDABLE } from './answer-headers.ts';
import { essenceOf, isInRange, isJson, isText, preferredMediaType, rangeExactness } from './media-type.ts';
import { createHeaderReader, type TextReader } from './parameters/read-parameter.ts';
import { remembering } from './remembering.ts';
import { matchesStatus } from './status.ts';

/** How the answers of one status are written and checked. */
export interface StatusPlan {
  readonly isDeclared: boolean;
  /** The ranges of media types that are declared. Empty: no content. */
  readonly ranges: readonly string[];
  readonly headers: readonly HeaderPlan[];
  /** The media type that a handler named, or else the declared one that the client likes best. */
  typeOf(named: string | undefined, accept: string | null, fallback: string): TypePlan;
}

export interface HeaderPlan {
  readonly contract: HeaderContract;
  /** In lower case. */
  readonly name: string;
  readonly read: TextReader;
}

/** How a body of one media type is written and checked. */
export interface TypePlan {
  readonly essence: string;
  /** The value of `Content-Type`. */
  readonly header: string;
  /** The same for a text, with its charset. */
  readonly textHeader: string;
  readonly isJson: boolean;
  readonly isDeclared: boolean;
  /** Undefined where there is no schema, or none that speaks of what is sent. */
  readonly check: CompiledCheck | undefined;
}

/** The plan of an exact status before that of a range before that of `default`. */
export function findStatusPlan(operation: OperationContract, status: number): StatusPlan {
  const { responses } = operation;
  return toStatusPlan(
    responses.find((one) => one.status === String(status)) ??
      responses.find((one) => one.status !== 'default' && matchesStatus(one.status, status)) ??
      responses.find((one) => one.status === 'default'),
  );
}

function toStatusPlan(response: ResponseContract | undefined): StatusPlan {
  const content = response?.content ?? [];
  const ranges = content.map(({ mediaType }) => essenceOf(mediaType));
  const concrete = ranges.filter((range) => !range.includes('*'));
  const planOf = remembering((type) => toTypePlan(type, content));

  return {
    isDeclared: response !== undefined,
    ranges,
    headers: (response?.headers ?? [])
      .filter(({ name }) => name.toLowerCase() !== 'content-type')
      .map(toHeaderPlan),
    typeOf(named, accept, fallback) {
      if (named !== undefined) return planOf(named);
      const [first = fallback] = concrete;
      return planOf(
        concrete.length > 1 && accept !== null ? (preferredMediaType(accept, concrete) ?? first) : first,
      );
    },
  };
}

/** OpenAPI 3.1.1, "Response Object": a header named Content-Type is ignored, hence the filter above. */
function toHeaderPlan(contract: HeaderContract): HeaderPlan {
  const read = createHeaderReader({ ...contract, style: 'simple', explode: false });
  return { contract, name: contract.name.toLowerCase(), read };
}

function toTypePlan(type: string, content: ResponseContract['content']): TypePlan {
  if (!SENDABLE.test(type)) {
    throw new TypeError(`A handler answered as ${JSON.stringify(type)}, which is no media type.`);
  }
  const essence = essenceOf(type);
  const declared = content
    .filter(({ mediaType }) => isInRange(essence, essenceOf(mediaType)))
    .sort((a, b) => rangeExactness(essenceOf(b.mediaType)) - rangeExactness(essenceOf(a.mediaType)))[0];
  const needsCharset = isText(essence) && !type.includes(';');
  return {
    essence,
    header: type,
    textHeader: needsCharset ? `${type}; charset=utf-8` : type,
    isJson: isJson(essence),
    isDeclared: declared !== undefined,
    check: isJson(essence) || essence.startsWith('text/') ? declared?.check : undefined,
  };
}
