import { not, or } from 'ajv/dist/compile/codegen/index.js';
import { _, type Code, type CodeKeywordDefinition, type KeywordCxt, Name } from 'ajv/dist/core.js';
import { type CompiledDiscriminator, isCompiledDiscriminator } from './discriminator.ts';
import { scopeData } from './scope-data.ts';

/**
 * `anyOf` and `oneOf` with two things Ajv's own lack: the failing error tells where the errors of each branch end,
 * so that `toProblems` can show the nearest branch alone, and an OpenAPI `discriminator` beside the keyword picks
 * the one branch that is checked.
 */
export function unionKeyword(keyword: 'anyOf' | 'oneOf'): CodeKeywordDefinition {
  return {
    keyword,
    schemaType: 'array',
    trackErrors: true,
    error: {
      message: `must match ${keyword}`,
      params: ({ params }) => (params.tag ? tagParams(params) : unionParams(params)),
    },
    code(cxt) {
      const valid = cxt.gen.let('valid', false);
      const discriminator = cxt.parentSchema.discriminator;
      if (isCompiledDiscriminator(discriminator)) tagged(cxt, discriminator, valid);
      else untagged(cxt, valid);
      cxt.ok(valid);
    },
  };
}

type Params = KeywordCxt['params'];

function unionParams({ ends, passing }: Params): Code {
  return passing ? _`{branchEnds: ${ends}, passingSchemas: ${passing}}` : _`{branchEnds: ${ends}}`;
}

function tagParams({ tag, tagName, tagValues }: Params): Code {
  return _`{discriminator: ${tagName}, value: ${tag}, allowedValues: ${tagValues}}`;
}

const errors = new Name('errors');

function untagged(cxt: KeywordCxt, valid: Name): void {
  const { gen, keyword } = cxt;
  const branches: unknown[] = cxt.schema;
  const start = cxt.errsCount ?? gen.const('_errs', errors);
  const ends = branches.map(() => gen.let('_end', start));
  const passing = keyword === 'oneOf' ? gen.let('passing', null) : undefined;
  gen.block(() => {
    for (const [index, end] of ends.entries()) {
      const branchValid = gen.name('_valid');
      const branch = cxt.subschema({ keyword, schemaProp: index, compositeRule: true }, branchValid);
      gen.assign(end, errors);
      if (passing) {
        countPassing(cxt, { branch, branchValid, index, passing, valid });
      } else {
        gen.assign(valid, _`${valid} || ${branchValid}`);
        if (!cxt.mergeValidEvaluated(branch, branchValid)) gen.if(not(valid));
      }
    }
  });
  const offsets = ends.reduce<Code | undefined>(
    (code, end) => (code ? _`${code}, ${end} - ${start}` : _`${end} - ${start}`),
    undefined,
  );
  cxt.setParams({ ends: _`[${offsets ?? _``}]`, ...(passing ? { passing } : {}) });
  gen.if(
    not(valid),
    () => cxt.error(true),
    () => cxt.reset(),
  );
}

interface PassingBranch {
  readonly branch: Parameters<KeywordCxt['mergeEvaluated']>[0];
  readonly branchValid: Name;
  readonly index: number;
  readonly passing: Name;
  readonly valid: Name;
}

/** Exactly one branch of `oneOf` may pass; the second one ends the search. */
function countPassing(cxt: KeywordCxt, { branch, branchValid, index, passing, valid }: PassingBranch): void {
  const { gen } = cxt;
  if (index > 0) {
    gen
      .if(_`${branchValid} && ${valid}`)
      .assign(valid, false)
      .assign(passing, _`[${passing}, ${index}]`)
      .else();
  }
  gen.if(branchValid, () => {
    gen.assign(valid, true);
    gen.assign(passing, index);
    cxt.mergeEvaluated(branch, Name);
  });
}

function tagged(cxt: KeywordCxt, discriminator: CompiledDiscriminator, valid: Name): void {
  const { gen, data, keyword } = cxt;
  const name = discriminator.propertyName;
  const own = gen.scopeValue('func', { ref: Object.hasOwn, code: _`Object.hasOwn` });
  const isTagged = _`${data} && typeof ${data} == "object" && !Array.isArray(${data}) && ${own}(${data}, ${name})`;
  const tag = gen.const('tag', _`${isTagged} ? ${data}[${name}] : undefined`);
  const tagValues = [...discriminator.branches.keys()];
  gen.if(false);
  for (const [index, values] of valuesByBranch(discriminator)) {
    gen.elseIf(or(...values.map((value) => _`${tag} === ${value}`)));
    const branchValid = gen.name('_valid');
    gen.block(() => {
      const branch = cxt.subschema({ keyword, schemaProp: index }, branchValid);
      gen.assign(valid, branchValid);
      cxt.mergeEvaluated(branch, Name);
    });
  }
  if (discriminator.isClosed) {
    gen.elseIf(_`${tag} !== undefined`);
    cxt.setParams({ tag, tagName: _`${name}`, tagValues: scopeData(gen, tagValues) });
    cxt.error(true);
    cxt.setParams({});
  }
  gen.else();
  gen.block(() => untagged(cxt, valid));
  gen.endIf();
}

function valuesByBranch(discriminator: CompiledDiscriminator): ReadonlyMap<number, readonly string[]> {
  return Map.groupBy(discriminator.branches.keys(), (value) => discriminator.branches.get(value) ?? -1);
}
