import type { Schema } from '@plumbline/json-schema';
import type { MadeValues } from '../answer/made-values.ts';
import { toSeed } from '../answer/seed.ts';
import { firstOf, type SchemaShape } from './schema-shapes.ts';

export interface IdSource {
  readonly schema: Schema;
  readonly shape: SchemaShape;
  /** Ids that the table had at its start. */
  readonly samples: readonly string[];
  readonly seed: string;
  readonly made: MadeValues;
  readonly isTaken: (id: string) => boolean;
  readonly isValid: (id: string) => boolean;
}

const TRIES = 20;

/** An id that nothing has, of the form of its schema: a UUID, a number that counts up, a text like the others. */
export function freshId(source: IdSource, serial: number): string {
  const { shape, samples } = source;
  if (shape.types.has('integer') || shape.types.has('number')) {
    const numbers = samples.map(Number).filter(Number.isSafeInteger);
    let next = Math.max(0, ...numbers) + serial;
    while (source.isTaken(String(next))) next += 1;
    return String(next);
  }
  if (firstOf(shape, 'format') === 'uuid' || samples.some((id) => UUID.test(id))) {
    return toUuid(`${source.seed} ${serial}`);
  }
  return textId(source, serial);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** The form of version 4 (RFC 9562, section 5.4), the same for the same text. */
function toUuid(text: string): string {
  const hex = [0, 1, 2, 3].map((part) => toSeed(`${part} ${text}`).toString(16).padStart(8, '0')).join('');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** Like the others: counted on, else made of the schema where it asks for a form, else with their beginning. */
function textId(source: IdSource, serial: number): string {
  const { schema, shape, samples, seed, made, isTaken } = source;
  const counted = countedOn(samples[0] ?? '', serial);
  if (counted !== undefined && source.isValid(counted) && !isTaken(counted)) return counted;
  const isFormal = firstOf(shape, 'pattern') !== undefined || firstOf(shape, 'format') !== undefined;
  for (let attempt = 0; attempt < (isFormal ? TRIES : 0); attempt++) {
    const value = made.attempt(schema, toSeed(`${seed} ${serial} ${attempt}`))?.value;
    if (typeof value === 'string' && value !== '' && !isTaken(value)) return value;
  }
  const sample = samples[0] ?? '';
  const prefix = /^[A-Za-z]+[_-]/.exec(sample)?.[0] ?? '';
  const longest = Number(firstOf(shape, 'maxLength') ?? 64);
  const length = Math.max(prefix.length + 6, Math.min(sample.length || 16, longest));
  const isNumeric = /^\d+$/.test(sample);
  const digits = [0, 1, 2, 3]
    .map((part) => toSeed(`${part} ${seed} ${serial}`).toString(isNumeric ? 10 : 36))
    .join('');
  // The serial alone tells two ids apart, so it stands in full.
  const tail = serial.toString(isNumeric ? 10 : 36);
  const room = Math.max(0, Math.min(length, longest) - prefix.length - tail.length);
  const head = isNumeric ? digits.replace(/^0+/, '') : digits;
  return `${prefix}${head.slice(0, room)}${tail}`;
}

/** `ord_000042` counted on by 3 is `ord_000045`. */
function countedOn(sample: string, serial: number): string | undefined {
  const [, head = '', digits] = /^(.*?)(\d{1,12})$/.exec(sample) ?? [];
  return digits === undefined
    ? undefined
    : `${head}${String(Number(digits) + serial).padStart(digits.length, '0')}`;
}
