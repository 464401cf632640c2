/**
 * Lines of a text in UTF-8 as they come, with line ends of all three kinds. What follows the last line end is a line
 * too, where `keepsRest`. Leaving the loop closes the stream.
 */
export async function* readLines(
  stream: ReadableStream<Uint8Array>,
  { keepsRest }: { readonly keepsRest: boolean },
): AsyncGenerator<string, undefined> {
  const reader = stream.getReader();
  const decoder = new TextDecoder(); // which takes a byte order mark away
  let rest = '';
  let isAfterReturn = false;
  try {
    for (let done = false; !done; ) {
      const piece = await reader.read();
      done = piece.done;
      const decoded = decoder.decode(piece.value, { stream: !done });
      // A line feed that follows a carriage return ends no line of its own, also when it comes later.
      const text = isAfterReturn && decoded.startsWith('\n') ? decoded.slice(1) : decoded;
      if (decoded !== '') isAfterReturn = decoded.endsWith('\r');
      const lines = (rest + text).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (keepsRest && rest !== '') yield rest;
  } finally {
    await reader.cancel().catch(() => undefined); // it may have failed already
  }
}
