import type { ShelfServer } from './shelf-server.ts';

/** One tool under comparison, made ready for the hand-written API. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  /** What it is for, in its makers' sense: a tool that only watches traffic cannot send a bad request. */
  readonly purpose: string;
  /** What a user has to write before it says something useful. */
  readonly setUp: string;
  /** Requests in a minute that the API serves it. @default so many that no tool is refused */
  readonly quota?: number;
  /**
   * Holds the API against its description.
   * @returns each alarm as finely as the tool tells it; the same alarm has the same text in each run
   */
  findAlarms(): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

/** Where a tool finds the API. */
export interface ToolPlace {
  readonly shelf: ShelfServer;
  readonly url: string;
  /** For what the tool writes. */
  readonly folder: string;
}

/** Makes a tool ready for an API. */
export type PrepareTool = (at: ToolPlace) => Promise<Tool>;
