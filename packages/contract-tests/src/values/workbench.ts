import {
  type Checks,
  type CompiledCheck,
  createChecks,
  type Definitions,
  type Schema,
} from '@plumbline/json-schema';
import type { ApiModel } from '@plumbline/openapi';
import { seedFor } from './seed.ts';

/** What values are made and judged with. */
export interface Workbench {
  readonly definitions: Definitions;
  readonly requests: Checks;
  readonly responses: Checks;
  readonly seed: (purpose: string) => number;
}

export function createWorkbench(model: ApiModel, seed: number): Workbench {
  return {
    definitions: model.schemas,
    ...checksOf(model),
    seed: (purpose) => seedFor(seed, purpose),
  };
}

type ModelChecks = Pick<Workbench, 'requests' | 'responses'>;

/** Compiling is dear, so the runs over one model share what is compiled. */
const known = new WeakMap<ApiModel, ModelChecks>();

function checksOf(model: ApiModel): ModelChecks {
  const checks = known.get(model) ?? {
    requests: createChecks(model.schemas, { projection: 'request' }),
    responses: createChecks(model.schemas, { projection: 'response' }),
  };
  known.set(model, checks);
  return checks;
}

/** The check of a schema; undefined when the schema cannot be compiled, which lint tells its author. */
export function tryCompile(checks: Checks, schema: Schema): CompiledCheck | undefined {
  try {
    return checks.compile(schema);
  } catch {
    return undefined;
  }
}
