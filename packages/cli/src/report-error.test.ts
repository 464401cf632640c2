import { afterEach, expect, test, vi } from 'vitest';
import { CommandFailure, exitCode } from './exit-code.ts';
import { reportError } from './report-error.ts';

const written = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
afterEach(() => written.mockClear());

const said = () => written.mock.calls.map(([text]) => String(text)).join('');

test('says a failure in its own words', () => {
  expect(reportError(new CommandFailure(exitCode.unreadable, 'No such file.'), false)).toBe(2);
  expect(said()).toBe('No such file.\n');
});

test('calls anything else a defect, says how to report it, and shows no stack', () => {
  expect(reportError(new TypeError('x is not a function'), false)).toBe(70);
  expect(said()).toBe(
    'Plumbline has a defect: x is not a function\nRun the command again with --debug and report what it prints.\n',
  );
});

test('shows the stack of a defect with --debug', () => {
  expect(reportError(new TypeError('x is not a function'), true)).toBe(70);
  expect(said()).toMatch(/\n {4}at .*report-error\.test\.ts/);
});
