export interface Call {
  readonly method: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly text: string;
  readonly isKnown: boolean;
  readonly accept: string | null;
  /** Of the path, outermost first. */
  readonly ids: readonly string[];
  readonly body: Record<string, unknown>;
}

export interface Reply {
  readonly status: number;
  readonly body: string | null;
  readonly headers: Record<string, string>;
}

export interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** True where a body must come. */
  readonly form?: boolean;
  readonly answer: (call: Call) => Reply;
  /** What a fault does before it is known who calls. */
  readonly onStranger?: (ids: readonly string[]) => void;
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json', ...headers },
});

export const bad = (status: number): Reply => json(status, { error: `status ${status}` });
export const notFound = (): Reply => bad(404);
export const empty = (): Reply => ({ status: 204, body: null, headers: {} });

export const uuid = (group: string, count: number): string =>
  `00000000-0000-4000-${group}-${String(count).padStart(12, '0')}`;
