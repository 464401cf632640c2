import type { ApiModel } from '@plumbline/openapi';
import type { Bodies } from '../answer/bodies.ts';
import type { Examples } from '../answer/examples.ts';
import type { HeaderTexts } from '../answer/header-texts.ts';
import type { LazyChecks } from '../checks.ts';
import type { Findings } from '../findings.ts';
import type { MockOptions } from '../mock-options.ts';
import type { MockMemory } from '../state/mock-memory.ts';

/** What the operations of a mock share. */
export interface Workbench {
  readonly model: ApiModel;
  readonly options: MockOptions;
  readonly checks: LazyChecks;
  readonly findings: Findings;
  readonly examples: Examples;
  readonly bodies: Bodies;
  readonly headerTexts: HeaderTexts;
  /** Absent without the option `state`. */
  readonly memory?: MockMemory;
}
