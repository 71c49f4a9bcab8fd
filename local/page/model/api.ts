const BASE = "/_cumulog/";

/** An answer of the local cloud that is no success. */
export class CallError extends Error {
  override readonly name = "CallError";
  /** For example `"ResourceNotFoundException"`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** @throws CallError */
export async function send<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(BASE + path, {
      method,
      ...(method !== "GET" && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body ?? {}),
      }),
    });
  } catch (error) {
    throw new CallError("Unreachable", `The local cloud does not answer: ${(error as Error).message}`);
  }
  const answer = (await response.json()) as Answer & { code?: string; message?: string };
  if (response.ok) return answer;
  throw new CallError(answer.code ?? "Error", answer.message ?? response.statusText);
}

/** Calls an operation of a service by the names of its API. */
export function callService<Answer>(service: string, operation: string, input: object = {}): Promise<Answer> {
  return send<Answer>("POST", "call", { service, operation, input });
}

/** Calls an operation until it has no more pages, and joins the list that each page has. */
export async function callAllPages<Item>(
  service: string,
  operation: string,
  input: object,
  { list, token }: { list: string; token: string },
): Promise<Item[]> {
  const items: Item[] = [];
  let page: Record<string, unknown> = {};
  do {
    const next = page[token] === undefined ? {} : { [token]: page[token] };
    page = await callService<Record<string, unknown>>(service, operation, { ...input, ...next });
    items.push(...((page[list] as Item[] | undefined) ?? []));
  } while (page[token] !== undefined && items.length < 5_000);
  return items;
}

/** What went wrong, for people. */
export function problemText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
