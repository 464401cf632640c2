/**
 * The default export of a CommonJS module that was compiled from an ES module: Node hands out the whole module as
 * its default, bundlers and test runners that module's own `default`.
 */
export function defaultExport<Value>(module: { readonly default: Value }): Value {
  // Under a bundler the argument is the value itself, which the declared type does not know.
  return module.default ?? (module as unknown as Value);
}
