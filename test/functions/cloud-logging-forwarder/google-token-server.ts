import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { listenOnLoopback, stopServer } from "../loopback-server.ts";

/** A signed request for `GetCallerIdentity`, which is how AWS roles prove themselves to Google. */
interface SubjectToken {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

export const AUDIENCE =
  "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/aws-logs/providers/aws";
const ACCOUNT = "log-writer@shop-logs.iam.gserviceaccount.com";
const FEDERATED_TOKEN = "federated-token";

/**
 * Google's token exchange as Workload Identity Federation uses it: asks AWS who signed the subject token, gives a
 * federated token for it, and for that an access token of the service account.
 */
export class GoogleTokenServer {
  readonly accessTokens: string[] = [];
  /** Identities that AWS confirmed, in order. */
  readonly identities: string[] = [];
  /** How many exchanges fail with 503 before one succeeds. */
  outages = 0;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request).then(
        ([status, body]) => {
          response.writeHead(status, { "content-type": "application/json" });
          response.end(JSON.stringify(body));
        },
        (error) => response.writeHead(500).end(String(error)),
      );
    });
  }

  start(): Promise<string> {
    return listenOnLoopback(this.#server);
  }

  stop(): Promise<void> {
    return stopServer(this.#server);
  }

  async #answer(request: IncomingMessage): Promise<[number, object]> {
    const body = await textOf(request);
    if (this.outages > 0) {
      this.outages -= 1;
      return [503, { error: "unavailable" }];
    }
    if (request.url === "/v1/token") return this.#exchange(new URLSearchParams(body));
    if (request.url === `/v1/projects/-/serviceAccounts/${ACCOUNT}:generateAccessToken`)
      return this.#impersonate(request);
    return [404, {}];
  }

  async #exchange(form: URLSearchParams): Promise<[number, object]> {
    const subject = JSON.parse(decodeURIComponent(form.get("subject_token") ?? "")) as SubjectToken;
    const target = subject.headers.find(({ key }) => key.toLowerCase() === "x-goog-cloud-target-resource");
    if (
      form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:token-exchange" ||
      form.get("subject_token_type") !== "urn:ietf:params:aws:token-type:aws4_request" ||
      form.get("audience") !== AUDIENCE ||
      target?.value !== AUDIENCE
    )
      return [400, { error: "invalid_request" }];
    const { status, body } = await send(subject);
    if (status !== 200) return [401, { error: "invalid_grant", error_description: body }];
    this.identities.push(/<Arn>(.*)<\/Arn>/.exec(body)?.[1] ?? "");
    return [
      200,
      {
        access_token: FEDERATED_TOKEN,
        issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
        token_type: "Bearer",
        expires_in: 3600,
      },
    ];
  }

  #impersonate({ headers }: IncomingMessage): [number, object] {
    if (headers.authorization !== `Bearer ${FEDERATED_TOKEN}`) return [401, {}];
    const accessToken = `access-token-${this.accessTokens.length + 1}`;
    this.accessTokens.push(accessToken);
    return [200, { accessToken, expireTime: new Date(Date.now() + 3_600_000).toISOString() }];
  }
}

/** The configuration that `gcloud iam workload-identity-pools create-cred-config --aws` writes, for other endpoints. */
export function credentialConfiguration(google: string, awsSts: string): object {
  return {
    type: "external_account",
    audience: AUDIENCE,
    subject_token_type: "urn:ietf:params:aws:token-type:aws4_request",
    token_url: `${google}/v1/token`,
    service_account_impersonation_url: `${google}/v1/projects/-/serviceAccounts/${ACCOUNT}:generateAccessToken`,
    credential_source: {
      environment_id: "aws1",
      region_url: "http://169.254.169.254/latest/meta-data/placement/availability-zone",
      url: "http://169.254.169.254/latest/meta-data/iam/security-credentials",
      regional_cred_verification_url: `${awsSts}?Action=GetCallerIdentity&Version=2011-06-15`,
    },
  };
}

/** Names under `localhost` may not resolve everywhere, so the connection goes to the address behind them. */
function send({ url, method, headers }: SubjectToken): Promise<{ status: number; body: string }> {
  const { port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: "127.0.0.1",
        port,
        method,
        path: pathname + search,
        headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
      },
      (response) => {
        textOf(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
      },
    );
    request.on("error", reject);
    request.end();
  });
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = "";
  message.setEncoding("utf8");
  for await (const chunk of message) text += chunk;
  return text;
}
