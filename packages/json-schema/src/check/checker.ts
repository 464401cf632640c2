import ajvModule, { Name, type Options } from 'ajv/dist/core.js';
import { formats } from '../formats/formats.ts';
import { toPattern } from '../pattern/to-pattern.ts';
import { defaultExport } from './default-export.ts';
import { vocabularies } from './vocabulary.ts';

/** How one compiler is set up. */
export interface CheckerOptions {
  /** Keep the source of each check, for standalone code. */
  readonly keepSource: boolean;
  /** Whether `unevaluated*` occurs: tracking what was evaluated costs code. */
  readonly tracksEvaluation: boolean;
}

// The engine's `code` is what standalone modules call for a pattern: the name they import.
const patternEngine = Object.assign((source: string) => describePattern(source), { code: 'toPattern' });

function describePattern(source: string) {
  const pattern = toPattern(source);
  // Ajv shares patterns by their text.
  return { test: (value: string) => pattern.test(value), toString: () => source };
}

/** Ajv with our vocabularies and formats. It never loads anything: an unknown reference is an error. */
class SchemaCompiler extends defaultExport(ajvModule) {
  constructor(options: Options) {
    super(options);
  }

  override _addDefaultMetaSchema(): void {
    // Schemas are not checked against a meta-schema here, and none may be fetched.
  }
}

export type Checker = SchemaCompiler;

export function createChecker(options: CheckerOptions): Checker {
  const checker = new SchemaCompiler({
    strict: false,
    allErrors: true,
    messages: false,
    inlineRefs: false,
    ownProperties: true,
    unicodeRegExp: true,
    validateSchema: false,
    meta: false,
    addUsedSchema: false,
    logger: false,
    next: true,
    unevaluated: options.tracksEvaluation,
    dynamicRef: false,
    code: {
      source: options.keepSource,
      esm: true,
      lines: options.keepSource,
      // Tidying up costs more than it saves when a check runs a few times only.
      optimize: options.keepSource,
      regExp: patternEngine,
      ...(options.keepSource ? { formats: new Name('formats') } : {}),
    },
  });
  for (const vocabulary of vocabularies()) checker.addVocabulary([...vocabulary]);
  for (const [name, format] of Object.entries(formats)) checker.addFormat(name, format);
  return checker;
}
