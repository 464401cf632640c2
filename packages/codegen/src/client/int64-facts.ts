import type { ApiModel, MediaType, Operation, Response } from '@plumbline/openapi';
import { type Literal, type LiteralObject, Name, Shareable } from '../contract/literal.ts';
import type { ReportLoss } from '../loss.ts';
import { mediaClass } from '../media-class.ts';
import { createNames, toTypeName } from '../names.ts';
import { createPlaceGraph, type PlaceGraph, type PlaceNode, type PlaceReports } from './int64-graph.ts';
import { declaredStream } from './pages-type.ts';

/** Where integers of 64 bits stand in what an API takes and gives (`Int64Places` of the runtime). */
export function toInt64Places(model: ApiModel, report: ReportLoss): LiteralObject {
  const graph = createPlaceGraph(model.schemas, placeReports(report));
  const printer = createPlacePrinter();
  const operations = model.operations.flatMap((operation): [string, Literal][] => {
    const facts = operationPlaces(operation, graph, printer.print);
    return facts ? [[`${operation.method} ${operation.path}`, facts]] : [];
  });
  return { named: printer.named(), operations: Object.fromEntries(operations) };
}

function placeReports(report: ReportLoss): PlaceReports {
  const told = new Set<string>();
  return {
    bound: () =>
      report({
        rule: 'codegen/client',
        message:
          'The unions of this description have more places than are followed: some integers stay numbers.',
        help: 'Give the alternatives of large unions names of their own, or generate with `--int64 number`.',
        pointer: '',
      }),
    mixed(name) {
      if (told.has(name)) return;
      told.add(name);
      report({
        rule: 'codegen/client',
        message: `\`${name}\` is an integer of 64 bits in one alternative and another number in the next: the client reads both as of 64 bits.`,
        help: 'Give both the same format, or each a name of its own.',
        pointer: '',
      });
    },
  };
}

type Print = (node: PlaceNode) => Literal;

function operationPlaces(operation: Operation, graph: PlaceGraph, print: Print): LiteralObject | undefined {
  const places = {
    answers: answerPlaces(operation.responses, graph, print),
    body: bodyPlace(operation, graph, print),
    item: itemPlace(operation, graph, print),
  };
  return Object.values(places).some((place) => place !== undefined) ? places : undefined;
}

function answerPlaces(
  responses: readonly Response[],
  graph: PlaceGraph,
  print: Print,
): LiteralObject | undefined {
  const byStatus = responses.map(({ status, content }) => {
    const places = content.flatMap(({ mediaType, schema }): [string, Literal][] => {
      const isRead = mediaClass(mediaType) === 'json' || mediaType.includes('*');
      const place = isRead ? graph.placeOf(schema) : undefined;
      return place ? [[essenceOf(mediaType), print(place)]] : [];
    });
    return { status, places };
  });
  const told = byStatus.filter(({ places }) => places.length > 0);
  if (told.length === 0) return undefined;
  // A status that is declared by itself must not be taken for one of a range.
  const needsAll = told.some(({ status }) => !/^\d+$/.test(status));
  const entries = (needsAll ? byStatus : told).map(({ status, places }): [string, Literal] => [
    status,
    new Shareable(Object.fromEntries(places), 'Readonly<Record<string, Int64Place>>', 'int64Answer'),
  ]);
  return Object.fromEntries(entries);
}

const essenceOf = (mediaType: string): string => (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();

function bodyPlace({ requestBody }: Operation, graph: PlaceGraph, print: Print): Literal {
  const ofClass = (wanted: string) =>
    requestBody?.content.find(({ mediaType }) => mediaClass(mediaType) === wanted);
  const media = ofClass('json') ?? ofClass('form');
  const place = graph.placeOf(media?.schema);
  return place && print(place);
}

function itemPlace(operation: Operation, graph: PlaceGraph, print: Print): Literal {
  const media = declaredStream(operation)?.media;
  if (!media || essenceOf(media.mediaType) === 'text/event-stream') return undefined;
  const place = streamedPlace(media, graph);
  return place && print(place);
}

/** Without `itemSchema`, a schema describes one item, or the list of all of them. */
function streamedPlace({ schema, itemSchema }: MediaType, graph: PlaceGraph): PlaceNode | undefined {
  if (itemSchema !== undefined) return graph.placeOf(itemSchema);
  const whole = graph.placeOf(schema);
  const item = whole?.items;
  return item?.reaches ? item : whole;
}

/** Writes places; those that a reference leads to once, under a name, so that they may lead to themselves. */
function createPlacePrinter(): { readonly print: Print; named(): LiteralObject } {
  const names = createNames(toTypeName);
  const named = new Map<string, Literal>();
  const pending: PlaceNode[] = [];

  const print = (node: PlaceNode): Literal => {
    if (isLeaf(node)) return node.isText ? { integer: true, text: true } : true;
    if (node.names.size === 0) return members(node);
    const name = names.take(node.key, [...node.names].join('_'));
    if (!named.has(name)) {
      named.set(name, undefined);
      pending.push(node);
    }
    return name;
  };
  const printAt = (node: PlaceNode | undefined): Literal => (node?.reaches ? print(node) : undefined);
  const members = (node: PlaceNode): LiteralObject => {
    const below = [...node.members].map(([name, member]): [string, Literal] => [name, printAt(member)]);
    const told = below.filter(([, place]) => place !== undefined);
    // Members that are named and have none are no others.
    const isOthersTold = node.others?.reaches === true;
    const written = isOthersTold ? below.map(([name, place]) => [name, place ?? {}] as const) : told;
    const prefix = Array.from(node.prefix, (item) => printAt(item) ?? new Name('undefined'));
    return {
      integer: node.isInteger || undefined,
      text: (node.isInteger && node.isText) || undefined,
      members: written.length > 0 ? Object.fromEntries(written) : undefined,
      others: printAt(node.others),
      prefix: node.prefix.length > 0 && (isPrefixTold(node) || node.items?.reaches) ? prefix : undefined,
      items: printAt(node.items),
    };
  };
  return {
    print,
    named() {
      for (let node = pending.pop(); node; node = pending.pop()) {
        named.set(names.take(node.key), members(node));
      }
      return Object.fromEntries(named);
    },
  };
}

const isPrefixTold = ({ prefix }: PlaceNode): boolean => prefix.some((item) => item?.reaches === true);

function isLeaf({ members, others, prefix, items }: PlaceNode): boolean {
  const below = [...members.values(), others, items, ...prefix];
  return !below.some((node) => node?.reaches === true);
}
