import type { ApiModel, Place } from '@plumbline/openapi';

export interface ReportOptions {
  /**
   * Text with the colours of a terminal.
   *
   * @default false
   */
  readonly color?: boolean;
  /**
   * The model that was run: with it, JSON holds the coverage, and the page groups operations by tag and shows
   * their methods and paths.
   */
  readonly model?: ApiModel;
  /**
   * Adds line and column to a place: `locate` of a loaded description.
   *
   * @default places have no line
   */
  readonly locate?: (place: Place) => Place;
  /**
   * Files below it are shown relative to it.
   *
   * @default files are shown by their whole path
   */
  readonly cwd?: string;
}
