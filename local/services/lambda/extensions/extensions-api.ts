import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Extension } from "./extension.ts";
import { readSubscription, type Subscription, SubscriptionRefusedError } from "./subscription.ts";

const PREFIX = "/2020-01-01/extension/";
const TELEMETRY = /^\/2022-07-01\/telemetry\/?$/;
const LONGEST_BODY = 1_048_576;
const EVENTS = ["INVOKE", "SHUTDOWN"];
const FAILURES: ReadonlyMap<string, "init" | "exit"> = new Map([
  [`POST ${PREFIX}init/error`, "init"],
  [`POST ${PREFIX}exit/error`, "exit"],
]);

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What extensions say, and what is answered them. */
export interface ExtensionsListener {
  /** Name, version, handler and account of the function. */
  readonly functionInformation: Readonly<
    Record<"functionName" | "functionVersion" | "handler" | "accountId", string>
  >;
  /** An extension that was started, by its file's name; undefined when there is none. */
  named(name: string): Extension | undefined;
  withId(id: string): Extension | undefined;
  registered(extension: Extension, events: readonly string[]): void;
  next(extension: Extension, response: ServerResponse): void;
  failed(extension: Extension, phase: "init" | "exit", errorType: string): void;
  /** @returns false when the initialization is over */
  subscribe(extension: Extension, subscription: Subscription): boolean;
}

/**
 * Answers what extensions ask the address in `AWS_LAMBDA_RUNTIME_API`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api-reference.html
 */
export class ExtensionsApi {
  readonly #listener: ExtensionsListener;

  constructor(listener: ExtensionsListener) {
    this.#listener = listener;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (text: string) => {
      if (body.length < LONGEST_BODY) body += text;
    });
    request.on("end", () => {
      const answer = this.#answer(request, response, body);
      if (answer === undefined) return;
      response.writeHead(answer.status, { "Content-Type": "application/json", ...answer.headers });
      response.end(JSON.stringify(answer.body));
    });
  }

  /** Undefined for what is answered later. */
  #answer(
    { method, url = "", headers }: IncomingMessage,
    response: ServerResponse,
    body: string,
  ): Answer | undefined {
    const call = `${method} ${url}`;
    if (call === `POST ${PREFIX}register`) return this.#register(headers, body);
    const extension = this.#listener.withId(String(headers["lambda-extension-identifier"]));
    if (extension === undefined)
      return refused(
        403,
        "Extension.UnknownExtensionIdentifier",
        "Lambda-Extension-Identifier: expected the id of a registration",
      );
    if (call === `GET ${PREFIX}event/next`) {
      this.#listener.next(extension, response);
      return undefined;
    }
    if (method === "PUT" && TELEMETRY.test(url)) return this.#subscribe(extension, body);
    const phase = FAILURES.get(call);
    if (phase === undefined) return refused(404, "NotFound", `there is no ${call}`);
    const type = headers["lambda-extension-function-error-type"];
    if (typeof type !== "string" || type === "")
      return refused(400, "Extension.MissingHeader", "Lambda-Extension-Function-Error-Type: expected a type");
    this.#listener.failed(extension, phase, type);
    return { status: 202, body: { status: "OK" } };
  }

  #register(headers: IncomingHttpHeaders, body: string): Answer {
    const name = headers["lambda-extension-name"];
    if (typeof name !== "string" || name === "")
      return refused(400, "Extension.MissingHeader", "Lambda-Extension-Name: expected the name of the file");
    const extension = this.#listener.named(name);
    if (extension === undefined)
      return refused(403, "Extension.InvalidExtensionName", `no layer has a file extensions/${name}`);
    if (extension.isRegistered)
      return refused(403, "Extension.AlreadyRegistered", `${name} is registered already`);
    const events = eventsOf(body);
    if (events === undefined)
      return refused(400, "InvalidEventType", `events: expected a list of ${EVENTS.join(", ")}`);
    const { accountId, ...information } = this.#listener.functionInformation;
    const features = String(headers["lambda-extension-accept-feature"] ?? "").split(/,\s*/);
    this.#listener.registered(extension, events);
    return {
      status: 200,
      body: features.includes("accountId") ? { ...information, accountId } : information,
      headers: { "Lambda-Extension-Identifier": extension.id },
    };
  }

  #subscribe(extension: Extension, body: string): Answer {
    try {
      return this.#listener.subscribe(extension, readSubscription(body))
        ? { status: 200, body: "OK" }
        : refused(403, "Telemetry.SubscriptionClosed", "Telemetry API subscription is closed already");
    } catch (error) {
      if (!(error instanceof SubscriptionRefusedError)) throw error;
      return refused(400, "ValidationError", error.message);
    }
  }
}

function eventsOf(body: string): readonly string[] | undefined {
  try {
    const { events = [] } = JSON.parse(body) as { readonly events?: readonly string[] };
    return Array.isArray(events) && events.every((event) => EVENTS.includes(event)) ? events : undefined;
  } catch {
    return undefined;
  }
}

const refused = (status: number, errorType: string, errorMessage: string): Answer => ({
  status,
  body: { errorType, errorMessage },
});
