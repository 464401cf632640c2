import { _, type CodeGen, type CodeKeywordDefinition, type KeywordCxt, Name } from 'ajv/dist/core.js';

/** So many problems in one list or map are enough: a body of 100,000 wrong items must not cost 100,000 errors. */
const problemsPerLoop = 100;

const errors = new Name('errors');
const vErrors = new Name('vErrors');

type ForRange = CodeGen['forRange'];
type ForIn = CodeGen['forIn'];

/** The keyword with its loops over items or members ended after a bounded number of errors of their own. */
export function withBoundedLoops(definition: CodeKeywordDefinition): CodeKeywordDefinition {
  return {
    ...definition,
    code(cxt, ruleType) {
      const { gen } = cxt;
      const start = gen.const('_start', errors);
      const stop = () => gen.if(_`${errors} - ${start} > ${problemsPerLoop}`, () => gen.break());
      definition.code(withLoopEnd(cxt, stop), ruleType);
    },
  };
}

/**
 * `contains` with the errors of its items dropped: that an item does not match is no problem in itself.
 * They are dropped after each item, so that they never pile up.
 */
export function withSilentItems(definition: CodeKeywordDefinition): CodeKeywordDefinition {
  return {
    ...definition,
    code(cxt, ruleType) {
      const { gen } = cxt;
      const start = gen.const('_start', errors);
      const evaluated = cxt.it.items;
      definition.code(
        withLoopEnd(cxt, () => dropErrors(gen, start)),
        ruleType,
      );
      // Ajv takes every item for evaluated; where `unevaluatedItems` counts the matches itself, none is.
      if (cxt.parentSchema.containsIsCounted === true) cxt.it.items = evaluated ?? 0;
    },
  };
}

function dropErrors(gen: CodeGen, start: Name): void {
  gen.assign(errors, start);
  gen.if(_`${vErrors} !== null`, () => {
    gen.if(
      start,
      () => gen.assign(_`${vErrors}.length`, start),
      () => gen.assign(vErrors, null),
    );
  });
}

/** The same keyword context, whose loops run `atEnd` as the last statement of their body. */
function withLoopEnd(cxt: KeywordCxt, atEnd: () => void): KeywordCxt {
  const { gen } = cxt;
  const forRange: ForRange = (name, from, to, body, kind) =>
    gen.forRange(name, from, to, (index) => runThen(body, index, atEnd), kind);
  const forIn: ForIn = (name, object, body, kind) =>
    gen.forIn(name, object, (key) => runThen(body, key, atEnd), kind);
  const ownGen: CodeGen = Object.create(gen, { forRange: { value: forRange }, forIn: { value: forIn } });
  return Object.create(cxt, { gen: { value: ownGen } });
}

function runThen(body: (name: Name) => void, name: Name, atEnd: () => void): void {
  body(name);
  atEnd();
}
