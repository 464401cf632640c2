/** One tool under comparison, made ready for the hand-written API. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  /** What it is for, in its makers' sense: a tool that only watches traffic cannot send a bad request. */
  readonly purpose: string;
  /** What a user has to write before it says something useful. */
  readonly setUp: string;
  /**
   * Holds the API against its description.
   * @returns each alarm as finely as the tool tells it; the same alarm has the same text in each run
   */
  findAlarms(): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

/** Makes a tool ready for an API at `url`; what it writes goes into `folder`. */
export type PrepareTool = (at: { readonly url: string; readonly folder: string }) => Promise<Tool>;
