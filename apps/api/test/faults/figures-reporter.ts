import type { Reporter, TestModule } from 'vitest/node';

declare module 'vitest' {
  interface TaskMeta {
    /** What a case measured, in a few words. */
    figure?: string;
  }
}

/** Prints what all cases measured as one line at the very end. */
export class FiguresReporter implements Reporter {
  #startedAt = 0;

  onTestRunStart(): void {
    this.#startedAt = performance.now();
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    const figures = tests.flatMap((test) => test.meta().figure ?? []);
    const seconds = Math.round((performance.now() - this.#startedAt) / 1_000);
    const line = [`test:faults ${passed} of ${tests.length} cases passed in ${seconds} s`, ...figures].join(
      '; ',
    );
    // After the summary of the reporter before this one.
    process.once('exit', () => console.log(line));
  }
}
