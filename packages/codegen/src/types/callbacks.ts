import { dereference, entriesOf, own } from '../document-node.ts';

/** A node of the description, references followed, and where it stands. */
export interface FoundNode {
  readonly node: unknown;
  readonly tokens: readonly string[];
}

/** One request that the API sends in answer to an operation. */
export interface CallbackRequest {
  /** The name that the operation gives it. */
  readonly name: string;
  /** The expression that tells its address; the same name may have several. */
  readonly expression: string;
  /** In capitals. */
  readonly method: string;
  /** The path item, whose parameters count for it too. */
  readonly item: FoundNode;
  readonly operation: FoundNode;
}

/** The methods that types are printed of. */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** The callbacks of an operation (OpenAPI 3.1, "Callback Object"). */
export function findCallbacks(document: unknown, operation: FoundNode): readonly CallbackRequest[] {
  const follow = (written: unknown, tokens: readonly string[]) => dereference(document, written, tokens);
  return entriesOf(own(operation.node, 'callbacks')).flatMap(([name, written]) => {
    const callback = follow(written, [...operation.tokens, 'callbacks', name]);
    return entriesOf(callback?.node).flatMap(([expression, writtenItem]) => {
      if (expression.startsWith('x-') || callback === undefined) return [];
      const item = follow(writtenItem, [...callback.tokens, expression]);
      return METHODS.flatMap((method): CallbackRequest[] => {
        const sent = own(item?.node, method);
        const found = item && sent !== undefined ? follow(sent, [...item.tokens, method]) : undefined;
        if (item === undefined || found === undefined) return [];
        return [{ name, expression, method: method.toUpperCase(), item, operation: found }];
      });
    });
  });
}
