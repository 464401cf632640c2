import type { Header } from '@plumbline/openapi';
import type { LazyChecks } from '../checks.ts';
import { isObject } from '../json.ts';
import { mediaKind } from '../media-kind.ts';
import type { MadeValues } from './made-values.ts';
import { toSeed } from './seed.ts';

/** How many values are made until one can be sent. */
const TRIES = 5;

/** What headers say when no behaviour decides it. */
export class HeaderTexts {
  readonly #checks: LazyChecks;
  readonly #made: MadeValues;
  readonly #kept = new WeakMap<Header, { readonly text: string | undefined }>();

  constructor(checks: LazyChecks, made: MadeValues) {
    this.#checks = checks;
    this.#made = made;
  }

  /** The first valid example, else a made value; undefined when a header can carry neither. */
  usual(header: Header): string | undefined {
    const known = this.#kept.get(header) ?? { text: this.#example(header) ?? this.#makeText(header) };
    this.#kept.set(header, known);
    return known.text;
  }

  /** Headers carry text only: a text is allowed when it stands for a value that is. */
  allows(header: Header, text: string): boolean {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    const readings = [
      text,
      ...(text === 'true' || text === 'false' ? [text === 'true'] : []),
      ...(Number.isFinite(number) ? [number] : []),
    ];
    return readings.some((value) => this.#isValid(header, value));
  }

  #isValid(header: Header, value: unknown): boolean {
    return this.#checks.response(header.schema, header.place)(value);
  }

  #example(header: Header): string | undefined {
    for (const { value } of header.examples) {
      const text = toText(header, value);
      if (isSendable(text) && (this.#isValid(header, value) || this.allows(header, text))) return text;
    }
    return undefined;
  }

  #makeText(header: Header): string | undefined {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const made = this.#made.attempt(header.schema, (toSeed(header.name) + attempt) >>> 0);
      const text = made && toText(header, made.value);
      if (text !== undefined && isSendable(text)) return text;
    }
    return undefined;
  }
}

/** Style `simple` (OpenAPI 3.1.1, "Style Values"), or a document of the declared media type. */
function toText(header: Header, value: unknown): string {
  if (header.mediaType !== undefined && mediaKind(header.mediaType) === 'json') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(plainText).join(',');
  if (!isObject(value)) return plainText(value);
  const separator = header.explode ? '=' : ',';
  return Object.entries(value)
    .map(([name, field]) => `${name}${separator}${plainText(field)}`)
    .join(',');
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** RFC 9110, section 5.5: visible ASCII and blanks inside. Blanks around a value are lost on the way. */
function isSendable(text: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(text) && text === text.trim();
}
