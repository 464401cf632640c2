/**
 * What compiled checks call while they run. Standalone modules import these names from the module that
 * `compileStandalone` was told; nothing here imports the compiler.
 */
export { formats } from './formats/formats.ts';
export { equal, findDuplicate, isMultipleOf, ucs2length } from './json-values.ts';
export { toPattern } from './pattern/to-pattern.ts';
