/** A media type as RFC 9110, section 8.3.1 writes it, in lower case. */
export interface MediaType {
  /** `type/subtype`, without parameters. */
  readonly essence: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const ESSENCE = new RegExp(`^(${TOKEN}/${TOKEN})`);
// OWS around `;` is blanks and tabs; a parameter's value is a token or a quoted string.
const PARAMETER = new RegExp(
  `[ \\t]*;[ \\t]*(?:(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\\\x00-\\x1f]|\\\\[\\x20-\\x7e])*)"))?`,
  'y',
);

/** Longer ones are hostile: no registered media type comes near. */
const MAX_LENGTH = 1024;

/**
 * Reads a `Content-Type`. Anything that is not exactly of the grammar is refused: what one reader
 * takes as JSON and the next does not is how validation gets skipped (CVE-2025-32442).
 */
export function parseMediaType(text: string): MediaType | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const essence = ESSENCE.exec(text)?.[1];
  if (essence === undefined) return undefined;
  const parameters = new Map<string, string>();
  let at = essence.length;
  while (at < text.length) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(text);
    if (match === null) return undefined;
    at = PARAMETER.lastIndex;
    const [, name, token, quoted] = match;
    if (name === undefined) continue;
    const key = name.toLowerCase();
    if (parameters.has(key)) return undefined;
    parameters.set(key, token ?? (quoted ?? '').replace(/\\(.)/g, '$1'));
  }
  return { essence: essence.toLowerCase(), parameters };
}

/** The declared media type without parameters, in lower case. */
export function essenceOf(declared: string): string {
  return (declared.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Whether `essence` falls under `range`, which may be `type/*` or `*` + `/*`. */
export function isInRange(essence: string, range: string): boolean {
  if (range === essence || range === '*/*') return true;
  return range.endsWith('/*') && essence.startsWith(range.slice(0, -1));
}

export function isJson(essence: string): boolean {
  return essence.endsWith('/json') || essence.endsWith('+json');
}

export function isText(essence: string): boolean {
  return essence.startsWith('text/') || essence.endsWith('/xml') || essence.endsWith('+xml');
}

/** The more exact a declared range, the earlier it is tried. */
export function rangeExactness(range: string): number {
  if (range === '*/*') return 0;
  return range.endsWith('/*') ? 1 : 2;
}

interface AcceptedRange {
  readonly range: string;
  readonly quality: number;
}

/**
 * The one of `offered` that an `Accept` header likes best (RFC 9110, section 12.5.1), the earlier
 * one among equals; undefined when it takes none. A header that cannot be read accepts anything.
 */
export function preferredMediaType(accept: string, offered: readonly string[]): string | undefined {
  const ranges = parseAccept(accept);
  if (ranges.length === 0) return offered[0];
  let best: string | undefined;
  let bestQuality = 0;
  for (const candidate of offered) {
    const quality = qualityOf(candidate, ranges);
    if (quality > bestQuality) {
      best = candidate;
      bestQuality = quality;
    }
  }
  return best;
}

function parseAccept(accept: string): AcceptedRange[] {
  const ranges: AcceptedRange[] = [];
  for (const part of accept.slice(0, MAX_LENGTH).split(',')) {
    const type = parseMediaType(part.trim());
    if (type === undefined) continue;
    const quality = Number(type.parameters.get('q') ?? '1');
    ranges.push({ range: type.essence, quality: quality >= 0 && quality <= 1 ? quality : 1 });
  }
  return ranges;
}

/** The quality of the most exact range that covers the type; a declared range is covered by its members. */
function qualityOf(type: string, ranges: readonly AcceptedRange[]): number {
  let exactness = -1;
  let quality = 0;
  for (const { range, quality: itsQuality } of ranges) {
    if (!isInRange(type, range) && !isInRange(range, type)) continue;
    const itsExactness = rangeExactness(range);
    if (itsExactness > exactness || (itsExactness === exactness && itsQuality > quality)) {
      exactness = itsExactness;
      quality = itsQuality;
    }
  }
  return quality;
}
