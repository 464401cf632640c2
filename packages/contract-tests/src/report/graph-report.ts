import type { Need, ResourceGraph } from '../resources/resource-graph.ts';
import { visibleLine } from './visible-text.ts';

const formats = {
  text: toText,
  json: (graph: ResourceGraph) => JSON.stringify(graph, null, 2),
  mermaid: toMermaid,
} as const satisfies Readonly<Record<string, (graph: ResourceGraph) => string>>;

export type GraphFormat = keyof typeof formats;

/**
 * The graph of resources as text, one resource a paragraph; as JSON; or as a flowchart of Mermaid, in which operations
 * lead to what they make and to what needs it, guesses with broken lines.
 *
 * @param format @default 'text'
 */
export function formatResourceGraph(graph: ResourceGraph, format: GraphFormat = 'text'): string {
  return formats[format](graph);
}

function toText({ resources, unsatisfied }: ResourceGraph): string {
  const paragraphs = resources.map(({ type, collection, producers, consumers, needs }) =>
    [
      visibleLine(`${type} (${collection})`),
      `  from  ${producers.length > 0 ? visibleLine(producers.join(', ')) : 'nothing: give a value for it'}`,
      ...(needs.length > 0 ? [visibleLine(`  needs ${needs.join(', ')}`)] : []),
      ...consumers.map((need) => `  for   ${visibleLine(describeNeed(need))}`),
    ].join('\n'),
  );
  const missing = unsatisfied.map(({ operation, name, type }) =>
    visibleLine(`${operation} needs a ${type} for \`${name}\`, which nothing makes or lists`),
  );
  return [...paragraphs, ...(missing.length > 0 ? [missing.join('\n')] : [])].join('\n\n');
}

const describeNeed = ({ operation, in: location, name, isGuessed }: Need): string =>
  `${operation} ${location} ${name}${isGuessed ? ' (guessed by its name)' : ''}`;

function toMermaid({ resources, unsatisfied }: ResourceGraph): string {
  const operations = new Map<string, string>();
  const nodeOf = (operation: string): string => {
    const node = operations.get(operation) ?? `o${operations.size}`;
    operations.set(operation, node);
    return node;
  };
  const missing = new Set(unsatisfied.map(({ type }) => type));
  const lines = resources.flatMap(({ type, producers, consumers }, index) => [
    `  t${index}[${quote(missing.has(type) ? `${type}: nothing makes or lists it` : type)}]`,
    ...producers.map((operation) => `  ${nodeOf(operation)} --> t${index}`),
    ...consumers.map(
      ({ operation, name, isGuessed }) =>
        `  t${index} ${isGuessed ? '-.->' : '-->'}|${quote(name)}| ${nodeOf(operation)}`,
    ),
  ]);
  const nodes = [...operations].map(([operation, node]) => `  ${node}(${quote(operation)})`);
  return ['flowchart LR', ...lines, ...nodes].join('\n');
}

/** Text in which nothing is markup: Mermaid knows no escapes inside quotes but the entities of HTML. */
const quote = (text: string): string =>
  `"${visibleLine(text).replace(/[^\p{Letter}\p{Number} _.:/-]/gu, (character) => `#${character.codePointAt(0)};`)}"`;
