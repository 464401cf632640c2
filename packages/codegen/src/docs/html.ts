import { htmlText } from '../escape.ts';

/** A piece of HTML that is safe to put into a page: every text in it was escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | readonly Part[];

/** Builds HTML. Whatever is put in is a text and gets escaped, unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = strings.map((string, index) => string + partText(parts[index]));
  return new Html(text.join(''));
}

function partText(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return htmlText(String(part));
  return part.map(partText).join('');
}

/** A text of the description: blank lines part paragraphs, backticks mark code. Nothing else. */
export function prose(text: string | undefined): Html {
  const paragraphs = (text ?? '').split(/\n\s*\n/).map((paragraph) => paragraph.trim());
  return html`${paragraphs.filter((paragraph) => paragraph !== '').map((one) => html`<p>${inline(one)}</p>\n`)}`;
}

/** The same within a line. */
export function inline(text: string): Html {
  const parts = text.split('`');
  // An odd number of backticks marks nothing.
  if (parts.length % 2 === 0) return html`${text}`;
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
