import { makeValue } from '../../packages/json-schema/src/index.ts';
import { createMockServer } from '../../packages/mock-server/src/index.ts';
import {
  type ApiModel,
  loadDescription,
  type Operation,
  toApiModel,
} from '../../packages/openapi/src/index.ts';
import { createJudges, type Judges } from './judges.ts';

/** What two validators said of a mock's answers. */
export interface Counted {
  readonly answers: number;
  /** Those with a JSON body and a schema for it. */
  readonly judged: number;
  /** One line for each invalid answer. */
  readonly invalid: readonly string[];
}

/** Asks every operation with every seed, from state and for made values, and has both judge each answer. */
export async function countInvalid(file: string, seeds: number): Promise<Counted> {
  const loaded = await loadDescription(file, { limits: { milliseconds: 120_000 } });
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  const { model } = toApiModel(loaded.description);
  const judges = createJudges(model, answerSchemas(model));
  const counted = { answers: 0, judged: 0, invalid: [] as string[] };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const mock = await createMockServer(
      { model },
      { state: true, seed, security: false, validateRequest: false, behaviours: { rateLimit: false } },
    );
    for (const operation of model.operations) {
      for (const prefer of [undefined, `dynamic=true, seed=${seed}`]) {
        const response = await mock.fetch(toRequest(operation, model, seed, prefer));
        await judge(response, operation, { judges, counted, seed });
      }
    }
  }
  return counted;
}

interface Judging {
  readonly judges: Judges;
  readonly counted: { answers: number; judged: number; invalid: string[] };
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
  const said = await judges.objections(key, JSON.parse(text));
  if (said.length > 0) counted.invalid.push(`${key}, seed ${seed}: ${said.join('; ')}`);
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
