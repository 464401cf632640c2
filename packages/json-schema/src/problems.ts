import type { CheckError } from './compiled-check.ts';
import { escapeToken } from './json-pointer.ts';
import { problemMessage } from './problem-message.ts';
import type { SchemaProblem } from './schema.ts';

/**
 * Turns the errors of a compiled check into problems: each once, in the order they were found. Where no branch of
 * `anyOf` or `oneOf` matches, the problems of the nearest branch are told and not those of all.
 *
 * @param errors `check.errors` right after the check said no; null or undefined give no problems.
 */
export function toProblems(errors: readonly CheckError[] | null | undefined): SchemaProblem[] {
  const groups = groupErrors(errors ?? []);
  return unique(groups.flatMap((group) => group.problems));
}

/** The problems that a run of consecutive errors comes to. */
interface Group {
  /** How many of the check's errors it stands for. */
  readonly size: number;
  readonly problems: readonly SchemaProblem[];
}

/** A failing union follows the errors of its branches and says where each branch ends. */
function groupErrors(errors: readonly CheckError[]): readonly Group[] {
  const groups: Group[] = [];
  for (const error of errors) {
    const ends = branchEnds(error);
    if (ends) groups.push(groupUnion(error, ends, takeLast(groups, ends.at(-1) ?? 0)));
    else if (isConsequence(error, groups)) groups.push({ size: 1, problems: [] });
    else groups.push({ size: 1, problems: [toProblem(error)] });
  }
  return groups;
}

function branchEnds(error: CheckError): readonly number[] | undefined {
  const ends = error.params.branchEnds;
  return Array.isArray(ends) && ends.every((end) => typeof end === 'number') ? ends : undefined;
}

/** Errors that only say that others, told already, were found. */
function isConsequence(error: CheckError, before: readonly Group[]): boolean {
  if (error.keyword === 'if') return true;
  return error.keyword === 'propertyNames' && before.length > 0;
}

function takeLast(groups: Group[], size: number): readonly Group[] {
  const taken: Group[] = [];
  let remaining = size;
  while (remaining > 0) {
    const group = groups.pop();
    if (!group) break;
    taken.unshift(group);
    remaining -= group.size;
  }
  return taken;
}

function groupUnion(error: CheckError, ends: readonly number[], inside: readonly Group[]): Group {
  const size = inside.reduce((sum, group) => sum + group.size, 1);
  const branches = splitBranches(ends, inside);
  // Several branches of `oneOf` pass: their errors explain nothing.
  if (Array.isArray(error.params.passingSchemas)) return { size, problems: [toProblem(error)] };
  return { size, problems: nearestProblems(error, branches) };
}

function splitBranches(
  ends: readonly number[],
  inside: readonly Group[],
): readonly (readonly SchemaProblem[])[] {
  const branches = ends.map((): SchemaProblem[] => []);
  let position = 0;
  for (const group of inside) {
    position += group.size;
    const branch = ends.findIndex((end) => position <= end);
    branches[branch]?.push(...group.problems);
  }
  return branches;
}

function nearestProblems(
  error: CheckError,
  branches: readonly (readonly SchemaProblem[])[],
): readonly SchemaProblem[] {
  const failed = branches.map((branch) => unique(branch)).filter((branch) => branch.length > 0);
  const at = error.instancePath;
  const types = failed.map((branch) => typeMismatch(branch, at));
  const expected = types.filter((type) => type !== undefined);
  if (failed.length > 0 && expected.length === types.length) {
    const type = [...new Set(expected.flat())];
    return [toProblem({ ...error, keyword: 'type', params: { type: type.length === 1 ? type[0] : type } })];
  }
  const ranked = failed.toSorted((a, b) => distance(a, at) - distance(b, at));
  return ranked[0] ?? [toProblem(error)];
}

/** The type a branch wants when it refuses the value by its type alone. */
function typeMismatch(branch: readonly SchemaProblem[], at: string): readonly string[] | undefined {
  const problem = branch.find((candidate) => candidate.keyword === 'type' && candidate.instancePath === at);
  const type = problem?.params.type;
  return type === undefined ? undefined : [type].flat().map(String);
}

/** How far a value is from a branch: another type is farthest, then another `const`, then the number of problems. */
function distance(branch: readonly SchemaProblem[], at: string): number {
  const depth = at.split('/').length;
  const weights = branch.map((problem) => {
    const below = problem.instancePath.split('/').length - depth;
    if (problem.keyword === 'type' && below === 0) return 10_000;
    if (problem.keyword === 'const' && below <= 1) return 1_000;
    if (problem.keyword === 'enum' && below === 0) return 1_000;
    return problem.keyword === 'additionalProperties' || problem.keyword === 'required' ? 12 : 10;
  });
  return weights.reduce((sum, weight) => sum + weight, 0);
}

function toProblem(error: CheckError): SchemaProblem {
  const isTag = error.params.discriminator !== undefined;
  const keyword = isTag ? 'discriminator' : error.keyword;
  const named = isTag
    ? { ...error, keyword, schemaPath: error.schemaPath.replace(/\/[^/]*$/, '/discriminator') }
    : error;
  const { branchEnds: _ends, ...params } = error.params;
  return {
    instancePath: isTag
      ? `${error.instancePath}/${escapeToken(String(error.params.discriminator))}`
      : error.instancePath,
    schemaPath: schemaPointer(named.schemaPath),
    keyword,
    message: problemMessage(named),
    params,
  };
}

/** Schema paths are URI fragments (`#/…` percent-encoded); a problem carries the pointer. */
function schemaPointer(path: string): string {
  const fragment = path.slice(path.indexOf('#') + 1);
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function unique(problems: readonly SchemaProblem[]): SchemaProblem[] {
  const seen = new Map<string, SchemaProblem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.instancePath, problem.keyword, problem.message]);
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
}
