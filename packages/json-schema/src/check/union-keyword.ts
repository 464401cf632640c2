import { not } from 'ajv/dist/compile/codegen/index.js';
import { _, type Code, type CodeKeywordDefinition, type KeywordCxt, Name } from 'ajv/dist/core.js';
import { type CompiledDiscriminator, isCompiledDiscriminator } from './discriminator.ts';
import { scopeData, scopeMap } from './scope-data.ts';

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
      else checkBranches(cxt, { valid });
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

interface Union {
  readonly valid: Name;
  /** The index of the one branch that is checked, while the check runs; where it is undefined, all are. */
  readonly selected?: Name | undefined;
}

function checkBranches(cxt: KeywordCxt, { valid, selected }: Union): void {
  const { gen, keyword } = cxt;
  const branches: unknown[] = cxt.schema;
  const start = cxt.errsCount ?? gen.const('_errs', errors);
  const ends = branches.map(() => gen.let('_end', start));
  const passing = keyword === 'oneOf' ? gen.let('passing', null) : undefined;
  gen.block(() => {
    for (const [index, end] of ends.entries()) {
      const { branch, branchValid } = checkBranch(cxt, { index, end, selected });
      if (passing) countPassing(cxt, { branch, branchValid, index, passing, valid });
      else takeFirst(cxt, { branch, branchValid, valid });
    }
  });
  const offsets = ends.reduce<Code | undefined>(
    (code, end) => (code ? _`${code}, ${end} - ${start}` : _`${end} - ${start}`),
    undefined,
  );
  cxt.setParams({ ends: _`[${offsets ?? _``}]`, ...(passing ? { passing } : {}) });
  reportNone(cxt, { valid, selected });
}

/** The errors of a selected branch say it all. */
function reportNone(cxt: KeywordCxt, { valid, selected }: Union): void {
  const { gen } = cxt;
  const report = () => cxt.error(true);
  gen.if(not(valid), selected ? () => gen.if(_`${selected} === undefined`, report) : report, () =>
    cxt.reset(),
  );
}

interface Branch {
  readonly index: number;
  /** Where its errors end. */
  readonly end: Name;
  readonly selected: Name | undefined;
}

interface CheckedBranch {
  readonly branch: Parameters<KeywordCxt['mergeEvaluated']>[0];
  readonly branchValid: Name;
}

function checkBranch(cxt: KeywordCxt, { index, end, selected }: Branch): CheckedBranch {
  const { gen, keyword } = cxt;
  const branchValid = gen.name('_valid');
  if (selected) gen.if(_`${selected} === undefined || ${selected} === ${index}`);
  const branch = cxt.subschema({ keyword, schemaProp: index, compositeRule: true }, branchValid);
  gen.assign(end, errors);
  // In a loop the name still holds what was found of the last item.
  if (selected) gen.else().assign(branchValid, false).endIf();
  return { branch, branchValid };
}

/** One branch of `anyOf` is enough, unless all that pass tell what was evaluated. */
function takeFirst(
  cxt: KeywordCxt,
  { branch, branchValid, valid }: CheckedBranch & { readonly valid: Name },
): void {
  cxt.gen.assign(valid, _`${valid} || ${branchValid}`);
  if (!cxt.mergeValidEvaluated(branch, branchValid)) cxt.gen.if(not(valid));
}

interface PassingBranch extends CheckedBranch {
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
  const { gen, data } = cxt;
  const name = discriminator.propertyName;
  const own = gen.scopeValue('func', { ref: Object.hasOwn, code: _`Object.hasOwn` });
  const isTagged = _`${data} && typeof ${data} == "object" && !Array.isArray(${data}) && ${own}(${data}, ${name})`;
  const tag = gen.const('tag', _`${isTagged} ? ${data}[${name}] : undefined`);
  const selected = gen.const('selected', _`${scopeMap(gen, discriminator.branches)}.get(${tag})`);
  if (!discriminator.isClosed) {
    checkBranches(cxt, { valid, selected });
    return;
  }
  gen.if(
    _`${selected} === undefined && ${tag} !== undefined`,
    () => {
      const tagValues = scopeData(gen, [...discriminator.branches.keys()]);
      cxt.setParams({ tag, tagName: _`${name}`, tagValues });
      cxt.error(true);
      cxt.setParams({});
    },
    () => checkBranches(cxt, { valid, selected }),
  );
}
