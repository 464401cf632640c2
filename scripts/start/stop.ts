/** Ends `npm start` with one sentence that says what to do. */
export class Stop extends Error {}
