import type { ValueShape } from '../../contract.ts';

/** A number as JSON writes it (RFC 8259, section 6): no `+`, no hex, no `Infinity`. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * What a text stands for, tried in the shape's order of preference. A text that is none of it stays
 * a string, and the schema says what it should have been.
 */
export function toPrimitive(text: string, shape: ValueShape): unknown {
  for (const type of shape.types) {
    if (type === 'string') return text;
    if (type === 'integer' || type === 'number') {
      const number = toNumber(text);
      if (number !== undefined) return number;
    } else if (type === 'boolean') {
      if (text === 'true') return true;
      if (text === 'false') return false;
    } else if (type === 'null' && (text === '' || text === 'null') && !shape.types.includes('string')) {
      return null;
    }
  }
  return text;
}

/** Undefined for what no JavaScript number holds exactly enough: overflow and unsafe integers. */
function toNumber(text: string): number | undefined {
  if (text.length > 40 || !NUMBER.test(text)) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? undefined : number;
}

const ANY_TEXT: ValueShape = { types: ['string'] };

export function itemShape(shape: ValueShape): ValueShape {
  return shape.items ?? ANY_TEXT;
}

export function propertyShape(shape: ValueShape, name: string): ValueShape {
  const own = shape.properties !== undefined && Object.hasOwn(shape.properties, name);
  return (own ? shape.properties?.[name] : shape.additionalProperties) ?? ANY_TEXT;
}

/** Whether a value is written as one text, as a list of texts or as names with texts. */
export function structureOf(shape: ValueShape): 'primitive' | 'array' | 'object' {
  for (const type of shape.types) if (type === 'array' || type === 'object') return type;
  return 'primitive';
}

/** Whether a single text may also stand for the value: `type: [string, array]`. */
export function admitsPrimitive(shape: ValueShape): boolean {
  return shape.types.some((type) => type !== 'array' && type !== 'object' && type !== 'null');
}

/** Undefined for names that must not become members: they would reach the prototype. */
export function toObject(pairs: Iterable<readonly [string, unknown]>): Record<string, unknown> | undefined {
  const object: Record<string, unknown> = {};
  for (const [name, value] of pairs) {
    if (name === '__proto__') return undefined;
    object[name] = value;
  }
  return object;
}
