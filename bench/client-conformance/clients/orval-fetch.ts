/** The custom instance of orval's documentation: each request goes to the server of its case. */
export async function send<Answer>(
  url: string,
  { baseUrl = '', ...init }: RequestInit & { baseUrl?: string },
): Promise<Answer> {
  const response = await fetch(baseUrl + url, init);
  const text = [204, 205, 304].includes(response.status) ? '' : await response.text();
  const data: unknown = text === '' ? {} : JSON.parse(text);
  return { data, status: response.status, headers: response.headers } as Answer; // as the generated code has it
}
