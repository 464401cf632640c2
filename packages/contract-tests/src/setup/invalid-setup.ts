import { nearestName } from '@plumbline/openapi/nearest-name';

/** A set-up that does not fit its description. */
export class InvalidSetup extends Error {
  /** What is wrong, each with where in the set-up it stands. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `the set-up does not fit the description:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
    this.name = 'InvalidSetup';
    this.problems = problems;
  }
}

export interface Mistake {
  /** Where in the set-up: `reach["lendBook/409"]`. */
  readonly at: string;
  /** What was meant to be named: `an operation of the description`. */
  readonly what: string;
  readonly name: string;
  readonly known: readonly string[];
}

/** Names shown where none is near. */
const shownNames = 8;

export function describeMistake({ at, what, name, known }: Mistake): string {
  const near = nearestName(name, known);
  const some = known.slice(0, shownNames).join(', ') + (known.length > shownNames ? ', …' : '');
  const hint =
    near !== undefined
      ? `Did you mean \`${near}\`?`
      : known.length > 0
        ? `Known are ${some}.`
        : 'There is none.';
  return `${at}: \`${name}\` is not ${what}. ${hint}`;
}
