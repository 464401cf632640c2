import { makeValue } from '../../packages/json-schema/src/index.ts';
import { createMockServer } from '../../packages/mock-server/src/index.ts';
import {
  type ApiModel,
  loadDescription,
  type Operation,
  toApiModel,
} from '../../packages/openapi/src/index.ts';
import { createJudges, type JudgeName, type Judges, judgeNames } from './judges.ts';

/** What two validators said of a mock's answers. */
export interface Counted {
  readonly answers: number;
  /** Those with a JSON body and a schema for it. */
  readonly judged: number;
  /** How many each judge holds invalid, and of how many it cannot read the schema. */
  readonly by: Readonly<Record<JudgeName, { invalid: number; unread: number }>>;
  /** One line for each answer that a judge holds invalid. */
  readonly invalid: readonly string[];
  /** Operations whose path has a `#`, which no request can name. */
  readonly unaskable: number;
}

/** Asks every operation with every seed, from state and for made values, and has both judge each answer. */
export async function countInvalid(file: string, seeds: number): Promise<Counted> {
  const loaded = await loadDescription(file, { limits: { milliseconds: 120_000 } });
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  const { model } = toApiModel(loaded.description);
  const judges = createJudges(model, answerSchemas(model));
  const operations = model.operations.filter(({ path }) => !path.includes('#'));
  const counted: Counting = {
    answers: 0,
    judged: 0,
    by: { Ajv: { invalid: 0, unread: 0 }, Hyperjump: { invalid: 0, unread: 0 } },
    invalid: [],
    unaskable: model.operations.length - operations.length,
  };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const mock = await createMockServer(
      { model },
      { state: true, seed, security: false, validateRequest: false, behaviours: { rateLimit: false } },
    );
    for (const operation of operations) {
      for (const prefer of [undefined, `dynamic=true, seed=${seed}`]) {
        const response = await mock.fetch(toRequest(operation, model, seed, prefer));
        await judge(response, operation, { judges, counted, seed });
      }
    }
  }
  return counted;
}

interface Counting extends Counted {
  answers: number;
  judged: number;
  readonly invalid: string[];
}

interface Judging {
  readonly judges: Judges;
  readonly counted: Counting;
  readonly seed: number;
}

async function judge(
  response: Response,
  operation: Operation,
  { judges, counted, seed }: Judging,
): Promise<void> {
  counted.answers += 1;
  const text = await response.text();
  const key = keyFor(operation, response.status, essenceOf(response.headers.get('content-type') ?? ''));
  if (key === undefined || text === '') return;
  counted.judged += 1;
  const judgements = await judges.judge(key, JSON.parse(text));
  for (const name of judgeNames) {
    if (judgements[name] === 'invalid') counted.by[name].invalid += 1;
    if (judgements[name] === 'no schema') counted.by[name].unread += 1;
  }
  const against = judgeNames.filter((name) => judgements[name] === 'invalid');
  if (against.length > 0) counted.invalid.push(`${key}, seed ${seed}: ${against.join(', ')}`);
}

const essenceOf = (mediaType: string): string => (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();

const isJson = (mediaType: string): boolean => /[/+]json$/.test(essenceOf(mediaType));

function answerSchemas({ operations }: ApiModel): Readonly<Record<string, unknown>> {
  const named = operations.flatMap((operation) =>
    operation.responses.flatMap(({ status, content }) =>
      content.flatMap(({ mediaType, schema }) =>
        schema === undefined || !isJson(mediaType)
          ? []
          : [[keyOf(operation, status, essenceOf(mediaType)), schema] as const],
      ),
    ),
  );
  return Object.fromEntries(named);
}

const keyOf = ({ id }: Operation, status: string, mediaType: string): string =>
  `answer ${id} ${status} ${mediaType}`;

/** Of the response that a status falls under: itself, its range, `default`. */
function keyFor(operation: Operation, status: number, mediaType: string): string | undefined {
  const names = [String(status), `${Math.floor(status / 100)}XX`, 'DEFAULT'];
  const response = names.flatMap(
    (name) => operation.responses.find((one) => one.status.toUpperCase() === name) ?? [],
  )[0];
  const content = response?.content.find(
    (one) => essenceOf(one.mediaType) === mediaType && one.schema !== undefined,
  );
  return response && content && isJson(mediaType) ? keyOf(operation, response.status, mediaType) : undefined;
}

/** Its body and ids are made; nothing else of it matters where requests are not checked. */
function toRequest(operation: Operation, model: ApiModel, seed: number, prefer: string | undefined): Request {
  const path = operation.path.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
    const shown = parameter?.examples[0]?.value;
    return encodeURIComponent(String(shown ?? `seed-${seed}`));
  });
  const content = operation.requestBody?.content.find(({ mediaType }) => isJson(mediaType));
  const headers = new Headers(prefer === undefined ? {} : { prefer });
  if (content) headers.set('content-type', content.mediaType);
  const { schemas } = model;
  const body = content && JSON.stringify(madeBody(content.schema ?? {}, { definitions: schemas, seed }));
  const method = operation.method;
  return new Request(`http://mock.test${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
}

function madeBody(...[schema, options]: Parameters<typeof makeValue>): unknown {
  try {
    return makeValue(schema, { ...options, projection: 'request' });
  } catch {
    // No body fits the schema, and without checks of requests any other will do.
    return {};
  }
}
