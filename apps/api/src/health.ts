import type { Database } from './store/database.ts';

/** How the service is. */
export interface Health {
  /** True from the moment the server is asked to stop. */
  readonly isStopping: boolean;
  /** Whether the database answers within two seconds; asked at most once a second, whoever asks. */
  databaseAnswers(): Promise<boolean>;
  beginStopping(): void;
}

const answersWithinMs = 2_000;
const freshForMs = 1_000;

export function createHealth(database: Pick<Database, 'ask'>): Health {
  let isStopping = false;
  let latest: { readonly askedAt: number; readonly answer: Promise<boolean> } | undefined;
  return {
    get isStopping() {
      return isStopping;
    },
    databaseAnswers() {
      const now = performance.now();
      if (latest === undefined || now - latest.askedAt > freshForMs) {
        latest = { askedAt: now, answer: askDatabase(database) };
      }
      return latest.answer;
    },
    beginStopping() {
      isStopping = true;
    },
  };
}

async function askDatabase(database: Pick<Database, 'ask'>): Promise<boolean> {
  const answer = database.ask().then(
    () => true,
    () => false,
  );
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, answersWithinMs, false);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
