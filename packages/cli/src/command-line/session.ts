import type { PlumblineConfig } from '../config/plumbline-config.ts';

/** What the commands of one command line share. */
export interface Session {
  /** The configuration of the user's folder; `{}` when there is none. */
  config(): Promise<PlumblineConfig>;
  /** Sets the exit code of the process. */
  finish(code: number): void;
}
