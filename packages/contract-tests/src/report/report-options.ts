export interface ReportOptions {
  /**
   * Text with the colours of a terminal.
   *
   * @default false
   */
  readonly color?: boolean;
}
