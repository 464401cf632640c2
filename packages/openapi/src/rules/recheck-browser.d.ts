/**
 * The build of recheck that runs in process: no child process, no worker, no environment variable.
 * It is CommonJS, of which Node finds no names: hence the default.
 */
declare module 'recheck/lib/browser.js' {
  const recheck: Pick<typeof import('recheck'), 'checkSync'>;
  export default recheck;
}
