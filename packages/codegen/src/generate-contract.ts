import type { ApiModel, Diagnostic, Place } from '@plumbline/openapi';
import { printClientFile } from './client/client-file.ts';
import { printChecksFiles } from './contract/checks-file.ts';
import { printContractFile } from './contract/contract-file.ts';
import type { GeneratedFile } from './generated-file.ts';
import { fileHeader, type HeaderOptions } from './header.ts';
import { type Loss, toDiagnostic } from './loss.ts';
import { collectProblems } from './problems/collect-problems.ts';
import { printServerFile, SERVER_TYPES } from './server/server-file.ts';
import { printTypes } from './types/print-types.ts';
import { printSchemasFile } from './types/schemas-file.ts';
import { isOfClientAlone, type TypeChoices } from './types/type-choices.ts';
import { type TypesDocument, toTypesDocument } from './types/types-document.ts';
import { printWebhooksFile } from './webhooks-file.ts';

/** What is generated from: the model, and the bundled document it was made from. */
export interface ContractSource {
  readonly model: ApiModel;
  /** `Description.document`: plain JSON with internal references only. */
  readonly document: unknown;
}

export interface GenerateOptions extends HeaderOptions, TypeChoices {
  /**
   * Told what the generated files cannot carry, for example a parameter that is the whole query
   * string.
   * @default nobody is told
   */
  readonly report?: (diagnostic: Diagnostic) => void;
  /**
   * Where a pointer into the bundle came from: `description.sourceOf`.
   * @default the pointer, in the file that `source` names
   */
  readonly sourceOf?: (pointer: string) => Place;
}

/**
 * The description as TypeScript: types, compiled checks, the contract a server reads, the server
 * interface and a bound client. Pure values, the same for the same input; `writeFiles` writes them.
 *
 * @throws {InvalidSchema} when a schema of the description is none (lint tells where)
 */
export async function generateContract(
  { model, document }: ContractSource,
  options: GenerateOptions,
): Promise<readonly GeneratedFile[]> {
  const report = createReport(options);
  const types = toTypesDocument({ model, document }, report);
  // What is lost was told above.
  const own = isOfClientAlone(options) && toTypesDocument({ model, document }, () => undefined, options);
  const clientTypes = own || types;
  // Before the types: printing them marks discriminators inside of the types document.
  const server = printServerFile(model, types, options);
  const problems = collectProblems(model);
  const client = printClientFile({ model, types: clientTypes, problems, report }, options);
  const contract = printContractFile(model, options);
  // Who receives a request parses it as JSON is parsed, with numbers.
  const receives = (options.int64 ?? 'number') === 'number';
  const webhooks = printWebhooksFile(
    receives
      ? { model, types: clientTypes, typesFile: 'types.ts' }
      : { model, types, typesFile: SERVER_TYPES },
    options,
  );
  const typesFile = (path: string, document: TypesDocument): GeneratedFile => ({
    path,
    text: `${fileHeader(options)}${printTypes(document)}`,
  });
  return [
    ...printChecksFiles(contract.checks, model.schemas, options),
    { path: 'client.ts', text: client },
    { path: 'contract.ts', text: contract.text },
    { path: 'schemas.ts', text: printSchemasFile(Object.keys(clientTypes.components.schemas), options) },
    { path: 'server.ts', text: server },
    ...(own ? [typesFile(SERVER_TYPES, types)] : []),
    typesFile('types.ts', clientTypes),
    ...(webhooks === undefined ? [] : [{ path: 'webhooks.ts', text: webhooks }]),
  ];
}

function createReport({ report, sourceOf, source }: GenerateOptions): (loss: Loss) => void {
  const place = sourceOf ?? ((pointer: string): Place => ({ file: source, pointer }));
  return report ? (loss) => report(toDiagnostic(loss, place)) : () => undefined;
}
