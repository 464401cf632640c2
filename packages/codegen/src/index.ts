export { type DocsOptions, docsPages } from './docs/docs-pages.ts';
export { compareFiles, type FileDifference } from './files/compare-files.ts';
export { OutputRefused } from './files/output-refused.ts';
export { writeFiles } from './files/write-files.ts';
export { type ContractSource, type GenerateOptions, generateContract } from './generate-contract.ts';
export type { GeneratedFile } from './generated-file.ts';
export { collectProblems, type ProblemType } from './problems/collect-problems.ts';
export type { TypeChoices } from './types/type-choices.ts';
