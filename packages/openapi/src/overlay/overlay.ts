/** An overlay, read and found to be well formed (Overlay Specification 1.0 and 1.1). */
export interface Overlay {
  readonly file: string;
  /** The feature set it asks for. */
  readonly version: '1.0' | '1.1';
  /** URI reference of the description it is meant for. Never fetched. */
  readonly extends?: string;
  readonly actions: readonly Action[];
}

export interface Action {
  /** JSON Pointer of the action in the overlay. */
  readonly pointer: string;
  /** A JSONPath query. */
  readonly target: string;
  readonly change: ActionChange;
}

export type ActionChange =
  | { readonly kind: 'update'; readonly value: unknown }
  /** `from` is a JSONPath query that selects one node. */
  | { readonly kind: 'copy'; readonly from: string }
  | { readonly kind: 'remove' }
  | { readonly kind: 'none' };
