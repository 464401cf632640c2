import { _, type CodeKeywordDefinition, type KeywordCxt, Name } from 'ajv/dist/core.js';

/**
 * `unevaluatedItems` where only the run tells how many items were evaluated: Ajv keeps `true` for all of them and
 * compares it like a number, so it is made one first.
 */
export function withCountedItems(definition: CodeKeywordDefinition): CodeKeywordDefinition {
  return {
    ...definition,
    code(cxt, ruleType) {
      const { gen, it } = cxt;
      if (it.items instanceof Name) {
        it.items = gen.const('_items', _`${it.items} === true ? ${cxt.data}.length : (${it.items} || 0)`);
      }
      definition.code(cxt, ruleType);
    },
  };
}

/** `if` whose evaluated properties and items count only where it holds: Ajv counts them in both cases. */
export function withConditionalEvaluation(definition: CodeKeywordDefinition): CodeKeywordDefinition {
  return {
    ...definition,
    code(cxt, ruleType) {
      let condition: Name | undefined;
      const subschema: KeywordCxt['subschema'] = (applied, valid) => {
        condition = valid;
        return cxt.subschema(applied, valid);
      };
      const mergeEvaluated: KeywordCxt['mergeEvaluated'] = (evaluated) => {
        if (condition) cxt.mergeValidEvaluated(evaluated, condition);
      };
      definition.code(
        Object.create(cxt, { subschema: { value: subschema }, mergeEvaluated: { value: mergeEvaluated } }),
        ruleType,
      );
    },
  };
}
