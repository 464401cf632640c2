/** The build of recheck that runs in process: no child process, no worker, no environment variable. */
declare module 'recheck/lib/browser.js' {
  export const checkSync: typeof import('recheck').checkSync;
}
