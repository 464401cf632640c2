/** A call of one of the API's operations. Whatever is left out is made as for the run's own requests. */
export interface SetupCall {
  /** Values of path parameters. @default what the request in question names; else things of the run */
  readonly path?: Readonly<Record<string, string | number>>;
  /** Values of query and header parameters by name. @default those that are required */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Query parameters that the description does not declare. */
  readonly query?: Readonly<Record<string, string>>;
  /** @default a good body */
  readonly body?: unknown;
  /** The name of an identity. @default one that may call the operation */
  readonly as?: string;
}

export interface SetupStep extends SetupCall {
  readonly operation: string;
}

export interface SetupAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else the text. */
  readonly body: unknown;
}

/** What a function of a set-up works with. What it makes is taken away at the end of the run. */
export interface SetupApi {
  /** The path parameters of the request in question. */
  readonly path: Readonly<Record<string, string>>;
  /**
   * Calls an operation of the description.
   *
   * @throws InvalidSetup where there is no such operation, parameter or identity
   */
  call(operation: string, call?: SetupCall): Promise<SetupAnswer>;
}

/** Operations to call one after the other, or a function that may also say how the request itself is to be. */
export type Way = readonly SetupStep[] | ((api: SetupApi) => Promise<SetupCall | undefined>);
