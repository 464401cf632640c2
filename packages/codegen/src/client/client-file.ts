import type { ApiModel } from '@plumbline/openapi';
import { printLiteral } from '../contract/literal.ts';
import { hoistShared } from '../contract/shared-constants.ts';
import { fileHeader, type HeaderOptions } from '../header.ts';
import type { ReportLoss } from '../loss.ts';
import type { ProblemType } from '../problems/collect-problems.ts';
import type { TypeChoices } from '../types/type-choices.ts';
import type { TypesDocument } from '../types/types-document.ts';
import { callsType, schemesType } from './calls-type.ts';
import { type PrintedFacts, toClientFacts } from './client-facts.ts';
import { toInt64Places } from './int64-facts.ts';
import { pagesType, streamsType } from './pages-type.ts';
import { problemTypes } from './problem-types.ts';

/** What `client.ts` is printed from. */
export interface ClientSource {
  readonly model: ApiModel;
  readonly types: TypesDocument;
  readonly problems: readonly ProblemType[];
  readonly report: ReportLoss;
}

/** `client.ts`: `createClient` with the types and the facts of the description. Imports nothing of the server. */
export function printClientFile(
  { model, types, problems, report }: ClientSource,
  options: HeaderOptions & TypeChoices,
): string {
  const facts = toClientFacts(model, report);
  const { int64 = 'number' } = options;
  const places = int64 === 'number' ? '' : placesConstant(model, report);
  const body = [
    problemTypes(problems),
    callsType(model, types),
    '\n',
    pagesType(model, types, facts.paged),
    streamsType(model, types),
    schemesType(model),
    CLIENT_TYPES,
    factsConstant(facts),
    places,
    createClient(model, facts, int64),
  ].join('');
  return [
    fileHeader(options),
    imports(body),
    '\n',
    `export { isProblem, match, type Problem } from '@plumbline/runtime/client';\n\n`,
    body,
  ].join('');
}

const CLIENT_TYPES = [
  '/** The types of this description, for the types that the runtime has for every client. */\n',
  'export interface Types {\n  readonly calls: Calls;\n  readonly pages: Pages;\n  readonly streams: Streams;\n}\n\n',
  '/** A client whose calls are typed by the description. */\n',
  'export type ApiClient = TypedClient<Types>;\n\n',
].join('');

function factsConstant({ facts }: PrintedFacts): string {
  const { root, declarations } = hoistShared(facts);
  return [
    declarations === '' ? '' : `${declarations}\n`,
    '/** What the client knows of the description while it runs. */\n',
    `export const facts: ClientFacts = ${printLiteral(root)};\n\n`,
  ].join('');
}

function placesConstant(model: ApiModel, report: ReportLoss): string {
  const { root, declarations } = hoistShared(toInt64Places(model, report));
  return [
    declarations === '' ? '' : `${declarations}\n`,
    '/** Where integers of 64 bits stand in what the API takes and gives. */\n',
    `const int64Places: Int64Places = ${printLiteral(root)};\n\n`,
  ].join('');
}

function createClient(
  model: ApiModel,
  { hasStyles, paged, hasStreams, hasMultipart }: PrintedFacts,
  int64: NonNullable<TypeChoices['int64']>,
): string {
  const bodies = hasMultipart ? ['bodySerializer: multipartBodySerializer'] : [];
  const integers = [`as: '${int64}'`, 'places: int64Places', ...bodies];
  const features = [
    'facts',
    ...(hasStyles ? ['styles: styledParameters'] : []),
    ...(paged.size > 0 ? ['paging: paginate'] : []),
    ...(hasStreams ? ['streaming: streamItems'] : []),
    ...(int64 === 'number' ? bodies : [`core: int64Core({ ${integers.join(', ')} })`]),
    ...(model.securitySchemes.length > 0 ? ['authorization: authorizedFetch'] : []),
    '...options',
  ];
  return [
    '/**\n * A client for this description, for example `createClient({ baseUrl })`. With `auth`, credentials by the name\n',
    ' * of their security scheme, operations that need others do not compile; with `errors: "value"`, undeclared answers\n',
    ' * and failed transports are among the results.\n */\n',
    'export function createClient<const Options extends TypedClientOptions<SchemeName>>(\n  options?: Options,\n',
    '): ClientOf<Types, Options> {\n',
    `  return createTypedClient<Types, Options>({ ${features.join(', ')} });\n`,
    '}\n',
  ].join('');
}

/** What `client.ts` may import: types and values of the runtime, and the types of `types.ts`. */
const RUNTIME_TYPES = [
  'AnswerHeaders',
  'ClientFacts',
  'ClientOf',
  'DeclaredAs',
  'EventItem',
  'Failure',
  'Int64Place',
  'Int64Places',
  'ItemAt',
  'KnownProblem',
  'OperationFacts',
  'OptionalCall',
  'PaginationFacts',
  'ParameterFacts',
  'RateLimitFacts',
  'RequiredCall',
  'Status1XX',
  'Status2XX',
  'Status3XX',
  'Status4XX',
  'Status5XX',
  'StatusBesides',
  'StreamItem',
  'Success',
  'TypedClient',
  'TypedClientOptions',
  'Undeclared',
  'UploadBody',
];
const RUNTIME_VALUES = [
  'authorizedFetch',
  'createTypedClient',
  'int64Core',
  'isProblem',
  'multipartBodySerializer',
  'paginate',
  'streamItems',
  'styledParameters',
];

function imports(body: string): string {
  // Texts of the description stand in strings: at worst a name is imported that is not used, so strings do not count.
  const code = body.replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
  const isUsed = (name: string) => new RegExp(`\\b${name}\\b`).test(code);
  const runtime = [
    ...RUNTIME_TYPES.filter(isUsed).map((name) => `type ${name}`),
    ...RUNTIME_VALUES.filter(isUsed),
  ];
  const own = ['components', 'operations'].filter((name) => code.includes(`${name}[`));
  return [
    `import {\n${runtime.map((name) => `  ${name},\n`).join('')}} from '@plumbline/runtime/client';\n`,
    own.length === 0 ? '' : `import type { ${own.join(', ')} } from './types.ts';\n`,
  ].join('');
}
