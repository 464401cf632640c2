import { JSONPathEnvironment, JSONPathError, type JSONPathQuery, type JSONValue } from 'json-p3';

/** An expression that is no JSONPath query. `offset` counts characters of the expression. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly offset: number | undefined;

  constructor(message: string, offset?: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Depth is bounded by the limits of the load, so the library's own bound of 50 levels would only refuse what is
 * allowed.
 */
const environment = new JSONPathEnvironment({ maxRecursionDepth: Number.MAX_SAFE_INTEGER });

/**
 * A JSONPath query (RFC 9535). Nothing of it is run as code; a pattern in it that backtracks without end is ended
 * with the thread that loads.
 */
export class Query {
  readonly #query: JSONPathQuery;

  /** @throws {QueryError} */
  constructor(expression: string) {
    this.#query = compile(expression);
  }

  /** The ways to the nodes it selects, one may come twice. */
  locations(root: unknown): readonly (readonly (string | number)[])[] {
    // Safe: every tree of a load is a JSON value.
    return this.#query.query(root as JSONValue).locations();
  }

  /** The names at the start of the query, as far as each step is one name. */
  get leadingNames(): readonly string[] {
    const names: string[] = [];
    for (const segment of this.#query.segments) {
      const [selector, ...others] = segment.selectors;
      const isOne = selector && 'name' in selector && typeof selector.name === 'string' && !others.length;
      if (!isOne || segment.toString().startsWith('..')) break;
      names.push(String(selector.name));
    }
    return names;
  }
}

function compile(expression: string): JSONPathQuery {
  try {
    return environment.compile(expression);
  } catch (error) {
    if (error instanceof JSONPathError) throw new QueryError(plain(error.message), error.token.index);
    if (error instanceof RangeError) throw new QueryError('it nests too deeply');
    throw error;
  }
}

/** Without what the library adds of the place, which is told otherwise. */
const plain = (message: string): string => message.replace(/ \('.*$/s, '');
