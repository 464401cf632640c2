/**
 * Where integers of 64 bits stand in the documents of a description, written by `plumbline generate --int64`. By the
 * place, so that members of one name may be an integer of 64 bits in one schema and another number in the other.
 */
export interface Int64Places {
  /** What schemas refer to, themselves among it, by a name. */
  readonly named: Readonly<Record<string, Int64Place>>;
  /** By method and path template: `GET /websites/{id}`. Operations without any are left out. */
  readonly operations: Readonly<Record<string, OperationInt64Places>>;
}

export interface OperationInt64Places {
  /**
   * By status (`200`, `4XX`, `default`) and media type in lower case (`application/json`, also a range). A status
   * without any stands there where a range or `default` would be taken for it.
   */
  readonly answers?: Readonly<Record<string, Readonly<Record<string, Int64Place>>>>;
  /** Of a JSON body of the request. */
  readonly body?: Int64Place;
  /** Of each item of a stream. */
  readonly item?: Int64Place;
}

/** `true`: an integer here is one of 64 bits, and nothing else is told. A text: the place of that name. */
export type Int64Place = true | string | Int64Node;

/** What may stand at a place, the alternatives of a union taken together. */
export interface Int64Node {
  /** An integer here is one of 64 bits. */
  readonly integer?: true;
  /** A text may stand here too. */
  readonly text?: true;
  readonly members?: Readonly<Record<string, Int64Place>>;
  /** All members that are not named. */
  readonly others?: Int64Place;
  /** The first items of a list, one by one; `undefined` where there is none in one. */
  readonly prefix?: readonly (Int64Place | undefined)[];
  /** All items of a list, but for those in `prefix`. */
  readonly items?: Int64Place;
}

const integer: Int64Node = { integer: true };

/** The places of one description, by which a walk finds its way. */
export class Int64Walk {
  readonly #named: Int64Places['named'];

  constructor({ named }: Int64Places) {
    this.#named = named;
  }

  nodeOf(place: Int64Place | undefined): Int64Node | undefined {
    if (place === true) return integer;
    if (typeof place !== 'string') return place;
    return Object.hasOwn(this.#named, place) ? this.nodeOf(this.#named[place]) : undefined;
  }

  /** The node of a member or an item; `undefined` where nothing below is an integer of 64 bits. */
  below(node: Int64Node | undefined, name: string, isList: boolean): Int64Node | undefined {
    if (!node) return undefined;
    if (isList) {
      const { prefix = [], items } = node;
      return this.nodeOf(Number(name) < prefix.length ? prefix[Number(name)] : items);
    }
    const { members = {}, others } = node;
    return this.nodeOf(Object.hasOwn(members, name) ? members[name] : others);
  }
}
