import { parseArgs } from 'node:util';

export const parts = ['server', 'mock', 'line', 'database', 'client', 'types'] as const;
export type Part = (typeof parts)[number];

/** How often everything is measured. */
export interface Effort {
  /** Of the servers and mocks. */
  readonly rounds: number;
  readonly requests: number;
  readonly warmUpRequests: number;
  /** To mocks, and to what is as fast. Their code is compiled while it runs, so they are warmed up for long. */
  readonly mockRequests: number;
  readonly mockWarmUpRequests: number;
  /** To Prism, which takes some twenty times as long. */
  readonly prismRequests: number;
  readonly prismWarmUpRequests: number;
  /** Of whole commands, after one that does not count. */
  readonly commandRounds: number;
  /** Whether GitHub's description is measured too, which takes most of the time. */
  readonly github: boolean;
  readonly databaseRequests: number;
  /** Of the long list, and the page far down in it that is read; pages have 100 rows. */
  readonly listRows: number;
  readonly deepPage: number;
}

export interface Options {
  readonly only: readonly Part[];
  readonly effort: Effort;
}

const thorough: Effort = {
  rounds: 15,
  requests: 4_000,
  warmUpRequests: 20_000,
  mockRequests: 3_000,
  mockWarmUpRequests: 20_000,
  prismRequests: 400,
  prismWarmUpRequests: 2_500,
  commandRounds: 3,
  github: true,
  databaseRequests: 1_000,
  listRows: 1_000_000,
  deepPage: 5_000,
};

const quick: Effort = {
  rounds: 5,
  requests: 2_000,
  warmUpRequests: 6_000,
  mockRequests: 2_000,
  mockWarmUpRequests: 10_000,
  prismRequests: 200,
  prismWarmUpRequests: 1_000,
  commandRounds: 1,
  github: false,
  databaseRequests: 300,
  listRows: 100_000,
  deepPage: 500,
};

export const help = `Measures Plumbline beside its peers, in one run on one machine, and prints the ratios.

npm run bench -- [--quick] [--only server|mock|line|database|client|types]

  --quick         fewer rounds, and only small descriptions: a first impression in a few minutes
  --only <part>   one part; may be repeated
                    server   a generated server against bare node:http, Fastify and express-openapi-validator
                    mock     the mock against Prism
                    line     lint, bundle and generate against the separate command lines
                    client   the client against openapi-fetch and the global fetch, and its bytes
                    types    what the compiler does for 20 calls, against openapi-fetch's types
                    database the CheckView API on PostgreSQL against bare queries, on PGlite, and its start
`;

/**
 * Reads the command line; `undefined` asks for the help.
 * @throws {TypeError} for flags that are none
 */
export function readOptions(argv: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const only = values.only?.map(toPart) ?? parts;
  return { only, effort: values.quick ? quick : thorough };
}

function toPart(text: string): Part {
  const part = parts.find((name) => name === text);
  if (part === undefined) throw new TypeError(`--only takes ${parts.join(', ')}, not \`${text}\`.`);
  return part;
}
