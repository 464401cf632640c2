import {
  boolCoreTag,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  SCALAR_STYLE,
  type ScalarEvent,
  type ScalarTagDefinition,
} from 'js-yaml';

type Scalar = string | number | boolean | null;

const coreTags: readonly ScalarTagDefinition<Scalar>[] = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag];

/** What a plain scalar that is no text can begin with: `null`, `~`, `true`, `false`, a number, `.inf`, `.nan`. */
const notJustText = /^(?:$|[~nNtTfF.+\-0-9])/;

/** Plain text is null, a truth value or a number by the core schema of YAML 1.2, otherwise itself. */
function plainValue(text: string): Scalar {
  if (!notJustText.test(text)) return text;
  for (const tag of coreTags) {
    const value = tag.resolve(text, false, tag.tagName);
    if (value !== NOT_RESOLVED) return value;
  }
  return text;
}

/** `undefined` when the text does not fit the tag. */
function taggedValue(text: string, tagName: string): Scalar | undefined {
  if (tagName === stringTag) return text;
  const tag = coreTags.find((known) => known.tagName === tagName);
  const value = tag?.resolve(text, true, tagName);
  return value === undefined || value === NOT_RESOLVED ? undefined : value;
}

const stringTag = 'tag:yaml.org,2002:str';

/** The value of a scalar; `undefined` when its tag is none of the core schema or does not fit. */
export function scalarValue(
  source: string,
  event: ScalarEvent,
  tagName: string | undefined,
): Scalar | undefined {
  const text = getScalarValue(source, event);
  if (tagName === '!') return text;
  if (tagName !== undefined) return taggedValue(text, tagName);
  return event.style === SCALAR_STYLE.PLAIN ? plainValue(text) : text;
}
