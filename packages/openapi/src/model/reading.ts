import { parseFragmentPointer } from '@plumbline/json-schema/json-pointer';
import type { Diagnostic, Place } from '../diagnostic.ts';
import { isObject } from '../json-object.ts';
import { type Finding, findings } from './findings.ts';
import { descendant, isAbsent, type Node, textOf } from './node.ts';

/** What the model is built from: the part of a loaded description that it needs. */
export interface ModelSource {
  /** The bundled description: one plain JSON tree with references inside itself only. */
  readonly document: unknown;
  /** The place in the author's files of a JSON Pointer in the bundle. */
  sourceOf(pointer: string): Place;
  /** Fills in line and column. */
  locate(place: Place): Place;
}

/** Which rules for schemas the description follows. */
export type Dialect = '3.0' | '3.1' | '3.2';

/** One pass over a description: where it stands, and what was found on the way. */
export interface Reading {
  readonly root: Node;
  readonly dialect: Dialect;
  place(node: Node): Place;
  report(finding: Finding, node: Node, problem: { message: string; help: string; related?: Node }): void;
  /** Follows `$ref` of anything but schemas. `undefined` (and reported) when it leads nowhere. */
  resolve(node: Node): Node | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function createReading(source: ModelSource): Reading {
  const root: Node = { value: source.document, pointer: '' };
  const diagnostics: Diagnostic[] = [];
  const reported = new Set<string>();
  const place = (node: Node) => source.sourceOf(node.pointer);

  const report: Reading['report'] = (finding, node, { message, help, related }) => {
    const once = `${finding} ${node.pointer} ${message}`;
    if (reported.has(once)) return;
    reported.add(once);
    const told = { rule: finding, severity: findings[finding], message, help };
    const relatedPlace = related && source.locate(place(related));
    diagnostics.push(
      locatedLate({ ...told, ...(relatedPlace && { related: [relatedPlace] }) }, place(node), source),
    );
  };

  return {
    root,
    dialect: dialectOf(root),
    place,
    report,
    resolve: (node) => resolveReference(root, node, report),
    diagnostics,
  };
}

/**
 * Line and column are worked out when somebody reads them: for that a text is read once more, and most of
 * what is found in a large description is never shown.
 */
function locatedLate(found: Omit<Diagnostic, 'place'>, place: Place, source: ModelSource): Diagnostic {
  let located: Place | undefined;
  return {
    ...found,
    get place() {
      located ??= source.locate(place);
      return located;
    },
  };
}

function dialectOf(root: Node): Dialect {
  const version = textOf(root, 'openapi') ?? '';
  if (version.startsWith('3.0')) return '3.0';
  return version.startsWith('3.2') ? '3.2' : '3.1';
}

function resolveReference(root: Node, start: Node, report: Reading['report']): Node | undefined {
  const seen = new Set<string>();
  let node = start;
  for (;;) {
    const reference = textOf(node, '$ref');
    if (reference === undefined) return node;
    const tokens = parseFragmentPointer(reference);
    const target = tokens && descendant(root, tokens);
    const isCircle = seen.has(node.pointer);
    if (isCircle || !target || isAbsent(target)) {
      reportLost(report, { start, reference, target: isCircle ? target : undefined });
      return undefined;
    }
    seen.add(node.pointer);
    node = target;
  }
}

function reportLost(
  report: Reading['report'],
  { start, reference, target }: { start: Node; reference: string; target: Node | undefined },
): void {
  report('ref-leads-nowhere', start, {
    message: target
      ? `The reference \`${reference}\` leads back to itself and never to a value.`
      : `The reference \`${reference}\` leads nowhere.`,
    help: 'Correct the reference, or add what it names.',
    ...(target && { related: target }),
  });
}

/** The object at the node after its references; reported and `undefined` when it is something else. */
export function resolveObject(reading: Reading, node: Node, what: string): Node | undefined {
  const target = reading.resolve(node);
  if (!target) return undefined;
  if (isObject(target.value)) return target;
  reading.report('part-malformed', target, {
    message: `${what} must be an object.`,
    help: 'Write it as a map of fields.',
  });
  return undefined;
}
