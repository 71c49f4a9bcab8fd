import type { ControlAnswers } from "@cumulog/local";
/** The control API of a running local cloud. */
export class ControlClient {
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /** @throws Error saying that no local cloud answers there, or what it refused */
  async call<Answer>(method: "GET" | "POST" | "DELETE", path: string, input?: object): Promise<Answer> {
    const url = new URL(`/_cumulog/${path}`, this.#endpoint);
    const response = await fetch(url, {
      method,
      ...(input && { body: JSON.stringify(input), headers: { "content-type": "application/json" } }),
    }).catch((cause: unknown) => {
      throw new Error(`No local cloud answers at ${url.origin}`, { cause });
    });
    if (response.ok) return (await response.json()) as Answer;
    const { message } = (await response.json().catch(() => ({}))) as { message?: string };
    throw new Error(message ?? `${url.origin} answered ${response.status}: is it a cumulog local cloud?`);
  }

  /** Whether a local cloud answers. */
  async isLocalCloud(): Promise<boolean> {
    return this.call<ControlAnswers["GET health"]>("GET", "health").then(
      ({ status }) => status === "ok",
      () => false,
    );
  }
}
