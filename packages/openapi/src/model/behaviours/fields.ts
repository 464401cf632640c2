import type { ExchangePart, StatusChoice } from '../behaviours.ts';
import { child, isAbsent, membersOf, type Node } from '../node.ts';
import type { Reading } from '../reading.ts';
import { parseDuration } from './duration.ts';
import { parseExpression } from './exchange-part.ts';

/**
 * Reads the fields of one declaration. A field that is missing gives its default; one that is
 * malformed is reported, with what it may be, and gives its default too.
 */
export interface Fields {
  readonly node: Node;
  expression(key: string): ExchangePart | undefined;
  choice<const Choice extends string, Default extends Choice | undefined>(
    key: string,
    options: readonly Choice[],
    fallback: Default,
  ): Choice | Default;
  /** Milliseconds. */
  duration(key: string): number | undefined;
  /** A status such as `409` or `5XX`, or one of the other words. */
  status<Word extends string>(
    key: string,
    words: readonly Word[],
    fallback: StatusChoice | Word,
  ): StatusChoice | Word;
  statuses(key: string, fallback: readonly string[]): readonly string[];
  integer(key: string, bounds: { least: number }): number | undefined;
  number(key: string): number | undefined;
  flag(key: string, fallback: boolean): boolean;
  text(key: string): string | undefined;
  texts(key: string): readonly string[] | undefined;
  /** Reports that a field without which the declaration says nothing is missing or wrong. */
  missing(key: string): void;
}

export function createFields(
  reading: Reading,
  node: Node,
  { name, known }: { name: string; known: readonly string[] },
): Fields {
  const malformed = (at: Node, message: string, help: string) =>
    reading.report('behaviour-malformed', at, { message: `\`${name}\`: ${message}`, help });

  for (const [key, value] of membersOf(node)) {
    if (known.includes(key)) continue;
    malformed(
      value,
      `there is no field \`${key}\`.`,
      `It has ${known.map((field) => `\`${field}\``).join(', ')}.`,
    );
  }

  /** The value when it is there and `accept` takes it; reports one that it does not take. */
  const read = <Value>(key: string, accept: (value: unknown) => Value | undefined, expected: string) => {
    const at = child(node, key);
    if (isAbsent(at)) return undefined;
    const value = accept(at.value);
    if (value === undefined) malformed(at, `\`${key}\` is ${shown(at.value)}.`, `Write ${expected}.`);
    return value;
  };

  const fields: Fields = {
    node,
    expression: (key) =>
      read(
        key,
        (value) => (typeof value === 'string' ? parseExpression(value) : undefined),
        'a runtime expression, for example `$request.query.cursor`, `$response.header.X-Next-Cursor` or `$response.body#/data`',
      ),
    choice: (key, options, fallback) =>
      read(
        key,
        (value) => options.find((option) => option === value),
        `one of ${options.map((option) => `\`${option}\``).join(', ')}`,
      ) ?? fallback,
    duration: (key) =>
      read(
        key,
        (value) => (typeof value === 'string' ? parseDuration(value) : undefined),
        'an ISO 8601 duration of weeks, days, hours, minutes or seconds, for example `PT60M`',
      ),
    status: (key, words, fallback) =>
      read(
        key,
        (value) => words.find((word) => word === value) ?? (isStatus(value) ? value : undefined),
        `a status in quotes such as \`'409'\`${words.map((word) => `, or \`${word}\``).join('')}`,
      ) ?? fallback,
    statuses: (key, fallback) =>
      read(
        key,
        (value) => listOf(value, isStatus),
        "a list of statuses in quotes, for example `['429', '5XX']`",
      ) ?? fallback,
    integer: (key, { least }) =>
      read(
        key,
        (value) =>
          typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : undefined,
        `a whole number of at least ${least}`,
      ),
    number: (key) =>
      read(
        key,
        (value) => (typeof value === 'number' && value >= 0 ? value : undefined),
        'a number of at least 0',
      ),
    flag: (key, fallback) =>
      read(key, (value) => (typeof value === 'boolean' ? value : undefined), '`true` or `false`') ?? fallback,
    text: (key) => read(key, (value) => (typeof value === 'string' ? value : undefined), 'a text'),
    texts: (key) => read(key, (value) => listOf(value, isText), 'a list of texts'),
    missing: (key) => {
      if (!isAbsent(child(node, key))) return;
      malformed(
        node,
        `\`${key}\` is missing.`,
        `Add \`${key}\`; without it the declaration promises nothing.`,
      );
    },
  };
  return fields;
}

const isText = (value: unknown): value is string => typeof value === 'string';

export const isStatus = (value: unknown): value is string => isText(value) && /^[1-5](\d\d|XX)$/.test(value);

function listOf(value: unknown, accepts: (item: unknown) => item is string): readonly string[] | undefined {
  return Array.isArray(value) && value.every(accepts) ? value : undefined;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}

/** The members of a map from names to runtime expressions. */
export function expressionsOf(
  reading: Reading,
  node: Node,
  name: string,
): Readonly<Record<string, ExchangePart>> {
  const fields = createFields(reading, node, { name, known: membersOf(node).map(([key]) => key) });
  return Object.fromEntries(
    membersOf(node).flatMap(([key]) => {
      const expression = fields.expression(key);
      return expression ? [[key, expression] as const] : [];
    }),
  );
}
