/** What the formats read of `FormatOptions`, defaults filled in. */
export interface FormatSettings {
  readonly color: boolean;
  readonly cwd: string;
  readonly textOf: (file: string) => string | undefined;
}
