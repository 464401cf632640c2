import { nearestName } from '@plumbline/openapi/nearest-name';
import { parseDuration } from './duration.ts';
import { latencyForms, parseLatency, writtenLatency } from './latency.ts';
import type { Chance, Trouble, TroublePlan } from './trouble.ts';

/** A text that names no trouble. `message` says what is wrong with it, and what would be right. */
export class TroubleSyntaxError extends Error {
  override readonly name = 'TroubleSyntaxError';
}

/** Characters. Longer texts are hostile. */
const MAX_LENGTH = 500;

interface Part {
  readonly name: string;
  /** Undefined: without `=`. */
  readonly value: string | undefined;
  readonly probability: number;
}

type TroubleReader = (value: string | undefined, longest: number) => Trouble;

const readers: Readonly<Record<Trouble['kind'], TroubleReader>> = {
  latency: readLatency,
  status: readStatus,
  reset: (value) => withoutValue('reset', value, { kind: 'reset' }),
  truncate: readTruncate,
  slow: readSlow,
  invalid: readInvalid,
};

/** The words of the language, for messages and completions. */
export const troubleNames: readonly string[] = [...Object.keys(readers), 'after', 'times', 'seed'];

/**
 * Reads a plan of trouble: parts of the form `name`, `name=value` or `name=value@probability`, with `;` (or `,`, which
 * joins repeated headers) between them.
 * @param longest the longest latency or slow body that is taken, in milliseconds
 * @throws {TroubleSyntaxError} for a text that is none
 */
export function parseTrouble(text: string, longest: number): TroublePlan {
  if (text.length > MAX_LENGTH)
    throw new TroubleSyntaxError(`A plan of trouble has ${MAX_LENGTH} characters at most.`);
  const parts = text.split(/[;,](?![^(]*\))/).map((part) => part.trim());
  const chances: Chance[] = [];
  const settings = new Map<string, string>();
  for (const part of parts.filter((one) => one !== '').map(readPart)) {
    if (isTroubleKind(part.name)) {
      const trouble = readers[part.name](part.value, longest);
      if (chances.some((known) => known.trouble.kind === trouble.kind)) throw twice(part.name);
      chances.push({ trouble, probability: part.probability });
    } else {
      if (settings.has(part.name)) throw twice(part.name);
      settings.set(part.name, part.value ?? '');
    }
  }
  if (chances.length === 0) throw new TroubleSyntaxError(`It names no trouble. ${knownNames()}`);
  return {
    text,
    chances,
    after: readCount('after', settings.get('after')) ?? 0,
    times: readCount('times', settings.get('times')) ?? Number.POSITIVE_INFINITY,
    seed: settings.get('seed'),
  };
}

function readPart(text: string): Part {
  const [, name = '', value, probability] =
    /^([^=@\s]+)\s*(?:=\s*([^@]*?))?\s*(?:@\s*(.*))?$/.exec(text) ?? [];
  if (!troubleNames.includes(name)) throw unknownName(name === '' ? text : name);
  return { name, value, probability: probability === undefined ? 1 : readProbability(name, probability) };
}

function readProbability(name: string, text: string): number {
  const probability = Number(text);
  if (isTroubleKind(name) && /^\d*\.?\d+$/.test(text) && probability <= 1) return probability;
  throw new TroubleSyntaxError(
    isTroubleKind(name)
      ? `The probability of \`${name}\` is not a number from 0 to 1: ${quoted(text)}. Write \`${name}…@0.1\` for one request in ten.`
      : `\`${name}\` takes no probability.`,
  );
}

function readLatency(value: string | undefined, longest: number): Trouble {
  const latency = value === undefined ? undefined : parseLatency(value);
  if (!latency) throw wrongValue('latency', value, latencyForms);
  requireBound('latency', writtenLatency(latency), longest);
  return { kind: 'latency', latency };
}

function readStatus(value: string | undefined): Trouble {
  if (value === 'undeclared') return { kind: 'status', status: value };
  if (value === undefined || !/^[2-5]\d\d$/.test(value)) {
    throw wrongValue('status', value, 'a status from 200 to 599, or `undeclared`');
  }
  return { kind: 'status', status: Number(value) };
}

function readTruncate(value: string | undefined): Trouble {
  if (value === undefined) return { kind: 'truncate', share: 0.5 };
  const [, percent = ''] = /^(\d{1,2}(?:\.\d+)?)%$/.exec(value) ?? [];
  if (percent === '') throw wrongValue('truncate', value, 'the share of the body that arrives, as 50%');
  return { kind: 'truncate', share: Number(percent) / 100 };
}

function readSlow(value: string | undefined, longest: number): Trouble {
  const milliseconds = value === undefined ? undefined : parseDuration(value);
  if (milliseconds === undefined) throw wrongValue('slow', value, 'how long the body takes, as 3s');
  requireBound('slow', milliseconds, longest);
  return { kind: 'slow', milliseconds };
}

function readInvalid(value: string | undefined): Trouble {
  if (value !== undefined && !/^[A-Za-z]+$/.test(value)) {
    throw wrongValue('invalid', value, 'nothing, or the keyword to break, as `required`');
  }
  return { kind: 'invalid', keyword: value };
}

function withoutValue(name: string, value: string | undefined, trouble: Trouble): Trouble {
  if (value === undefined) return trouble;
  throw new TroubleSyntaxError(`\`${name}\` takes no value: write \`${name}\` or \`${name}@0.1\`.`);
}

function requireBound(name: string, milliseconds: number, longest: number): void {
  if (milliseconds <= longest) return;
  throw new TroubleSyntaxError(
    `\`${name}\` is ${milliseconds} ms, and this mock holds nothing back for longer than ${longest} ms.`,
  );
}

const MAX_COUNT = 1_000_000;

function readCount(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,7}$/.test(value) && Number(value) <= MAX_COUNT) return Number(value);
  throw wrongValue(name, value, 'a number of requests');
}

function isTroubleKind(name: string): name is Trouble['kind'] {
  return Object.hasOwn(readers, name);
}

function twice(name: string): TroubleSyntaxError {
  return new TroubleSyntaxError(`\`${name}\` stands there twice.`);
}

function wrongValue(name: string, value: string | undefined, right: string): TroubleSyntaxError {
  const got = value === undefined ? 'has no value' : `cannot be ${quoted(value)}`;
  return new TroubleSyntaxError(`\`${name}\` ${got}: it takes ${right}.`);
}

function unknownName(name: string): TroubleSyntaxError {
  const guess = nearestName(name, troubleNames);
  const hint = guess === undefined ? knownNames() : `Did you mean \`${guess}\`?`;
  return new TroubleSyntaxError(`There is no trouble called ${quoted(name)}. ${hint}`);
}

function knownNames(): string {
  return `Known are ${troubleNames.join(', ')}, as in \`latency=200ms..800ms; status=503@0.1\`.`;
}

/** What was written, in one short line. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
