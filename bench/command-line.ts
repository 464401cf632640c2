/** A command of the bench: its help, its flags and what it does with them. */
export interface BenchCommand<Options> {
  readonly help: string;
  /**
   * @returns undefined when help is asked for
   * @throws Error that says which flag is wrong
   */
  readonly readOptions: (argv: readonly string[]) => Options | undefined;
  /** @returns the exit code */
  readonly run: (options: Options) => Promise<number>;
}

/** Reads the flags and runs; 3 is the exit code for flags that are none. */
export async function runBenchCommand<Options>(
  { help, readOptions, run }: BenchCommand<Options>,
  argv: readonly string[],
): Promise<number> {
  let options: Options | undefined;
  try {
    options = readOptions(argv);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${help}`);
    return 3;
  }
  if (options !== undefined) return run(options);
  process.stdout.write(help);
  return 0;
}
