import {
  type CompiledCheck,
  createChecks,
  type Definitions,
  InvalidSchema,
  type Schema,
} from '@plumbline/json-schema';
import type { Place } from '@plumbline/openapi';
import type { Findings } from './findings.ts';

/** Checks of a description's schemas, each compiled when it is first needed. */
export interface LazyChecks {
  /** `place` is blamed when the schema cannot be compiled; it then checks nothing. */
  request(schema: Schema, place: Place): CompiledCheck;
  response(schema: Schema, place: Place): CompiledCheck;
}

export function createLazyChecks(definitions: Definitions, findings: Findings): LazyChecks {
  const requests = createChecks(definitions, { projection: 'request' });
  const responses = createChecks(definitions, { projection: 'response' });

  function compile(checks: typeof requests, schema: Schema, place: Place): CompiledCheck {
    try {
      return checks.compile(schema);
    } catch (error) {
      if (!(error instanceof InvalidSchema)) throw error;
      findings.add({
        rule: 'mock/schema-invalid',
        severity: 'warning',
        message: `The schema cannot be used, so nothing is checked against it: ${error.message}`,
        place,
        help: 'Run `plumbline lint` and correct the schema.',
      });
      return () => true;
    }
  }

  const lazily = (checks: typeof requests, schema: Schema, place: Place): CompiledCheck => {
    let compiled: CompiledCheck | undefined;
    const check: CompiledCheck = (value) => {
      compiled ??= compile(checks, schema, place);
      const isValid = compiled(value);
      check.errors = compiled.errors ?? null;
      return isValid;
    };
    return check;
  };

  return {
    request: (schema, place) => lazily(requests, schema, place),
    response: (schema, place) => lazily(responses, schema, place),
  };
}
