/** Nothing was written, because writing there could lose or overwrite something of the user's. */
export class OutputRefused extends Error {
  override readonly name = 'OutputRefused';
  /** The file or folder that stands in the way. */
  readonly path: string;
  /** The next step for the user, one sentence. */
  readonly help: string;

  constructor(path: string, message: string, help: string) {
    super(message);
    this.path = path;
    this.help = help;
  }
}
