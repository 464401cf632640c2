import type { OperationFacts, ParameterFacts } from '../operation-facts.ts';
import type { AddressPlan } from './core-options.ts';
import { type StyleOptions, writeParameter } from './parameter-styles.ts';

type Facts = NonNullable<OperationFacts['parameters']>;
type Values = Readonly<Record<string, unknown>>;

/**
 * Writes the parameters whose style a description declares (OpenAPI 3.1, "Style Values"), for
 * `createClient({ facts, styles: styledParameters })`. All others are left to the serializers of the client.
 * Cookies go into the header `Cookie`, which browsers do not let scripts set.
 */
export function styledParameters(plan: AddressPlan, facts: Facts): AddressPlan {
  const { params } = plan;
  const [query, restOfQuery] = takeStyled(params.query, facts.query, 'form');
  const [path, restOfPath] = takeStyled(params.path, facts.path, 'simple');
  const [header, restOfHeader] = takeStyled(params.header, facts.header, 'simple');
  const [cookie] = takeStyled(params.cookie, facts.cookie, 'form');
  const cookies = cookie.map(([, text]) => text.replaceAll('&', '; ')).join('; ');
  return {
    ...plan,
    params: {
      query: restOfQuery,
      path: restOfPath,
      // Headers are not percent-encoded (OpenAPI 3.1, "Percent-Encoding").
      header: {
        ...restOfHeader,
        ...Object.fromEntries(header.map(([name, text]) => [name, decodeURIComponent(text)])),
        ...(cookies && { cookie: cookies }),
      },
    },
    querySerializer: (rest) =>
      [plan.querySerializer(rest).replace(/^\?/, ''), ...query.map(([, text]) => text)]
        .filter(Boolean)
        .join('&'),
    pathSerializer: (template, rest) =>
      plan.pathSerializer(
        path.reduce((filled, [name, text]) => filled.replace(`{${name}}`, () => text), template),
        rest,
      ),
  };
}

type Written = readonly (readonly [name: string, text: string])[];

/** @returns the parameters with facts as text, and those without as they are */
function takeStyled(
  values: Values = {},
  facts: Readonly<Record<string, ParameterFacts>> = {},
  usual: 'form' | 'simple',
): [Written, Values] {
  const isGiven = (value: unknown) => value != null && !(Array.isArray(value) && value.length === 0);
  const given = Object.entries(values).filter(([, value]) => isGiven(value));
  const isStyled = (name: string) => Object.hasOwn(facts, name);
  return [
    given
      .filter(([name]) => isStyled(name))
      .map(([name, value]) => [name, writeStyled(name, value, { style: usual, ...facts[name] })]),
    Object.fromEntries(given.filter(([name]) => !isStyled(name))),
  ];
}

/** Reserved characters that cannot be taken for a delimiter of the query (RFC 3986, section 3.4). */
const harmlessReserved = /%(?:21|24|27|28|29|2A|2F|3A|3B|3F|40)/gi;

function writeStyled(
  name: string,
  value: unknown,
  facts: ParameterFacts & Pick<StyleOptions, 'style'>,
): string {
  const { style, explode = style === 'form', content, allowReserved } = facts;
  // A text is what the types of such a parameter ask for, and is JSON already.
  const written = content?.includes('json') && typeof value !== 'string' ? JSON.stringify(value) : value;
  const text = writeParameter(name, written, { style, explode });
  return allowReserved ? text.replaceAll(harmlessReserved, decodeURIComponent) : text;
}
