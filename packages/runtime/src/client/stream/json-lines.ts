import { readLines } from './read-lines.ts';

/**
 * Reads JSON values, one a line, as they come: `application/jsonl`, `application/x-ndjson`. Empty lines are left
 * out. `readJsonSequence` reads `application/json-seq`.
 *
 *     const { data } = await client.GET('/export', { parseAs: 'stream' });
 *     for await (const row of readJsonLines<Row>(data)) console.log(row);
 *
 * @throws {SyntaxError} for a line that is no JSON, after the values before it
 */
export async function* readJsonLines<Value = unknown>(
  stream: ReadableStream<Uint8Array>,
  parseJson: (text: string) => unknown = JSON.parse,
): AsyncGenerator<Value, undefined> {
  for await (const line of readLines(stream, { keepsRest: true })) {
    const text = line.trim();
    // Safe as far as the server keeps to its description, as with every other answer.
    if (text !== '') yield parseJson(text) as Value;
  }
}
