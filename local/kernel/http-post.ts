import { request as requestHttps } from "node:https";
import { BlockList, isIP } from "node:net";
import { request as requestHttp } from "./node-http.ts";

/** Why a post failed, and whether trying again is of no use. */
export interface PostFailure {
  readonly reason: string;
  readonly permanent: boolean;
}

const TIMEOUT = 15_000;

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");

/** Whether an address is on this machine. */
export function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname.replace(/^\[|\]$/g, "") ?? "";
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return isIP(host) !== 0 && loopback.check(host, isIP(host) === 6 ? "ipv6" : "ipv4");
}

/** Posts a text to an endpoint; resolves with undefined when it accepted. */
export function postText({
  url,
  body,
  headers,
}: {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}): Promise<PostFailure | undefined> {
  return new Promise((resolve) => {
    const secure = url.startsWith("https:");
    const request = (secure ? requestHttps : requestHttp)(
      url,
      {
        method: "POST",
        timeout: TIMEOUT,
        agent: false,
        // Certificates of servers on loopback are self-signed.
        ...(secure && { rejectUnauthorized: false }),
        headers: {
          ...headers,
          "content-length": String(Buffer.byteLength(body)),
        },
      },
      (response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        const accepted = status >= 200 && status < 300;
        const permanent = status >= 400 && status < 500 && status !== 429;
        resolve(accepted ? undefined : { reason: `${url} answered ${status}`, permanent });
      },
    );
    request.on("timeout", () => request.destroy(new Error(`no answer in ${TIMEOUT} ms`)));
    request.on("error", (error) => resolve({ reason: error.message, permanent: false }));
    request.end(body);
  });
}
