import { type ContractViolation, violationText } from '../check/contract-violation.ts';

/** What was found in one mocked exchange, or in one fixture. */
export interface GuardFinding {
  /** `GET /pets/1 200`, or `fixture getPet 200`. */
  readonly subject: string;
  readonly violations: readonly ContractViolation[];
}

/** Hand-written answers that the description does not have, or does not have like this. */
export class GuardError extends Error {
  override readonly name = 'GuardError';
  readonly findings: readonly GuardFinding[];

  constructor(findings: readonly GuardFinding[]) {
    super(messageOf(findings));
    this.findings = findings;
  }
}

/** A test that goes wrong a thousand times says nothing more with the hundredth. */
const MAX_TOLD = 20;

function messageOf(findings: readonly GuardFinding[]): string {
  const lines = findings
    .slice(0, MAX_TOLD)
    .flatMap(({ subject, violations }) => [
      `  ${subject}`,
      ...violations.map((violation) => `    ${violationText(violation)}`),
    ]);
  const more = findings.length > MAX_TOLD ? [`  and ${findings.length - MAX_TOLD} more`] : [];
  const count = findings.length === 1 ? 'One mocked exchange is' : `${findings.length} mocked exchanges are`;
  return [`${count} not as the description has it:`, ...lines, ...more].join('\n');
}
