/** How orval generates the client of the comparison. */
export default {
  things: {
    input: './description.yaml',
    output: {
      target: './.made/orval/client.ts',
      client: 'fetch',
      override: { mutator: { path: './clients/orval-fetch.ts', name: 'send' } },
    },
  },
};
