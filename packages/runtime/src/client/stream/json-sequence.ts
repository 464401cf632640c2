/** Begins each text of a sequence; inside of JSON it only occurs escaped. */
const recordSeparator = '\u001e';

/**
 * Reads the values of `application/json-seq` as they come (RFC 7464): each begins with a record separator and may
 * stand on several lines. Separators without a value between them are passed over. Leaving the loop closes the stream.
 *
 *     const { data } = await client.GET('/export', { parseAs: 'stream' });
 *     for await (const row of readJsonSequence<Row>(data)) console.log(row);
 *
 * @throws {SyntaxError} for a text that is no JSON or was cut off, after the values before it
 */
export async function* readJsonSequence<Value = unknown>(
  stream: ReadableStream<Uint8Array>,
  parseJson: (text: string) => unknown = JSON.parse,
): AsyncGenerator<Value, undefined> {
  for await (const text of readRecords(stream)) {
    if (text.trim() === '') continue;
    // Only what follows such a value shows that it is whole: `12` may be the beginning of `123` (section 2.4).
    if (/^\s*(?:-?[\d.eE+-]+|true|false|null)$/.test(text)) {
      throw new SyntaxError(`The JSON sequence was cut off after ${JSON.stringify(text.trim())}.`);
    }
    // Safe as far as the server keeps to its description, as with every other answer.
    yield parseJson(text) as Value;
  }
}

async function* readRecords(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (let done = false; !done; ) {
      const piece = await reader.read();
      done = piece.done;
      const records = (rest + decoder.decode(piece.value, { stream: !done })).split(recordSeparator);
      rest = records.pop() ?? '';
      yield* records;
    }
    yield rest;
  } finally {
    await reader.cancel().catch(() => undefined); // it may have failed already
  }
}
