/** What the process says when it ends. */
export const exitCode = {
  /** Done, and nothing wrong. */
  done: 0,
  /** The work was done and has findings. */
  findings: 1,
  /** The description, or something else the command needs, could not be read or used. */
  unreadable: 2,
  /** The command line makes no sense. */
  usage: 3,
  /** Ended by Ctrl-C, as shells tell it: 128 and the number of the signal. */
  interrupted: 130,
  /** A defect of Plumbline itself. */
  defect: 70,
} as const;

/** Ends a command with a sentence on standard error. */
export class CommandFailure extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
