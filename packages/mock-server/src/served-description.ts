import type { ApiModel, Operation } from '@plumbline/openapi';
import { Bodies } from './answer/bodies.ts';
import { Examples } from './answer/examples.ts';
import { HeaderTexts } from './answer/header-texts.ts';
import { MadeValues } from './answer/made-values.ts';
import { AnswerCheck } from './check/answer-check.ts';
import { PromisePlaces } from './check/promise-places.ts';
import { RequestCheck } from './check/request-check.ts';
import { createLazyChecks } from './checks.ts';
import type { Findings } from './findings.ts';
import { Redactor } from './log/redactor.ts';
import type { MockOptions, MockSource } from './mock-options.ts';
import { MockOperation } from './operation/mock-operation.ts';
import { MAX_BODY_BYTES } from './operation/operation-server.ts';
import type { Workbench } from './operation/workbench.ts';
import { createRouter, type Route } from './route/router.ts';
import { serverPrefixes } from './route/server-prefixes.ts';
import { MockMemory } from './state/mock-memory.ts';

/** One description as a mock serves it. A reload puts another one in its place, whole. */
export interface ServedDescription {
  readonly model: ApiModel;
  readonly workbench: Workbench;
  readonly answerCheck: AnswerCheck;
  readonly requestCheck: RequestCheck;
  readonly places: PromisePlaces;
  readonly redactor: Redactor;
  find(method: string, pathname: string): Found;
  /** The mock of an operation, made at its first request. */
  prepare(operation: Operation): MockOperation;
}

export function serveDescription(
  { model, description }: MockSource,
  options: MockOptions,
  findings: Findings,
): ServedDescription {
  const workbench = createWorkbench(model, options, findings);
  const prepared = new Map<Operation, MockOperation>();
  const { checks, headerTexts } = workbench;
  const places = new PromisePlaces(description);
  return {
    model,
    workbench,
    answerCheck: new AnswerCheck({ checks, headerTexts, places }),
    requestCheck: new RequestCheck({
      model,
      checks,
      findings,
      places,
      hasSecurity: options.security ?? true,
      maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
    }),
    places,
    redactor: new Redactor(model),
    find: createFinder(model),
    prepare(operation) {
      const known = prepared.get(operation) ?? new MockOperation(operation, workbench);
      prepared.set(operation, known);
      return known;
    },
  };
}

function createWorkbench(model: ApiModel, options: MockOptions, findings: Findings): Workbench {
  const definitions = model.schemas;
  const checks = createLazyChecks(definitions, findings);
  const made = new MadeValues(definitions, findings);
  const examples = new Examples(checks, findings, made);
  const ignoresExamples = options.ignoreExamples ?? false;
  const bodies = new Bodies({ definitions, examples, made, ignoresExamples });
  const memory = options.state
    ? new MockMemory({ model, options, checks, made, examples, bodies })
    : undefined;
  return {
    model,
    options,
    checks,
    findings,
    examples,
    bodies,
    headerTexts: new HeaderTexts(checks, made),
    ...(memory ? { memory } : {}),
  };
}

interface Found {
  readonly route: Route;
  /** The path as the operation's template reads it. */
  readonly path: string;
}

/** Paths are those of the description; what a server's URL puts before them may be there or not. */
function createFinder(model: ApiModel): (method: string, pathname: string) => Found {
  const router = createRouter(model.operations);
  const prefixes = serverPrefixes(model);
  return (method, pathname) => {
    const route = router.find(method, pathname);
    if (route.kind !== 'none') return { route, path: pathname };
    for (const prefix of prefixes) {
      if (!pathname.startsWith(`${prefix}/`)) continue;
      const path = pathname.slice(prefix.length);
      const below = router.find(method, path);
      if (below.kind !== 'none') return { route: below, path };
    }
    return { route, path: pathname };
  };
}
