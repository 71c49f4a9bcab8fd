import autocannon from "autocannon";

const WEEK_SECONDS = 604_800;

/** Real HTTP requests: mostly checkouts, now and then a refund. */
export class Traffic {
  readonly #instance: autocannon.Instance;
  readonly #ended: Promise<autocannon.Result>;

  constructor(url: string, { requestsPerSecond }: { requestsPerSecond: number }) {
    let resolveResult: (result: autocannon.Result) => void;
    this.#ended = new Promise((resolve) => {
      resolveResult = resolve;
    });
    const checkouts = Array.from({ length: 39 }, (_, user) => ({
      method: "POST" as const,
      path: "/checkout",
      headers: { "x-user-id": `u-${user + 1}` },
    }));
    this.#instance = autocannon(
      {
        url,
        connections: Math.min(4, requestsPerSecond),
        duration: WEEK_SECONDS,
        overallRate: requestsPerSecond,
        requests: [...checkouts, { method: "POST", path: "/refund" }],
      },
      (_error, result) => resolveResult(result),
    );
  }

  /** Ends the traffic; resolves with the number of answers by their class. */
  async stop(): Promise<{ readonly ok: number; readonly failed: number }> {
    this.#instance.stop();
    const result = await this.#ended;
    return { ok: result["2xx"], failed: result["5xx"] + result.errors };
  }
}
