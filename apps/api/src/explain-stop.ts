import { InvalidConfiguration } from './configuration.ts';
import { CannotListen } from './listen.ts';
import { FolderInUse } from './store/folder-lock.ts';
import { isUnavailable } from './store/unavailable.ts';

/** What to tell whoever started a program that could not go on: one sentence where we know why. */
export function explainStop(error: unknown): string {
  if (
    error instanceof InvalidConfiguration ||
    error instanceof CannotListen ||
    error instanceof FolderInUse
  ) {
    return error.message;
  }
  if (isUnavailable(error)) {
    return `The PostgreSQL of DATABASE_URL cannot be reached: ${causeOf(error)}. Start it, or leave DATABASE_URL out to use the embedded database.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function causeOf(error: unknown): string {
  const one = error instanceof AggregateError ? error.errors[0] : error;
  return one instanceof Error ? one.message : String(one);
}
