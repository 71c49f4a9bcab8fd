import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud, ServiceName } from "../../kernel/cloud.ts";
import type { CloudEvents } from "../../kernel/cloud-events.ts";
import type { FaultRule } from "../../kernel/faults.ts";
import { registerInbox } from "../../kernel/inbox/inbox.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { DeliveryLedger } from "./delivery-ledger.ts";
import { type EventSearch, searchedEvents } from "./event-search.ts";
import { EventStream } from "./event-stream.ts";
import { GoogleSearch } from "./google-search.ts";
import { readJsonBody, sendJson } from "./json-body.ts";
import { MessageReceiver } from "./message-receiver.ts";
import { RequestRefusedError } from "./request-refused-error.ts";

const MOST_INVOCATIONS = 1_000;
const RECEIVE = "receive/";

type Action = (body: Record<string, unknown>, url: URL) => unknown;

/** The API that the page talks to, under `/_cumulog/page/`. */
export class PageApi {
  readonly #cloud: Cloud;
  readonly #stream: EventStream;
  readonly #receiver: MessageReceiver;
  readonly #actions: Readonly<Record<string, Action>>;

  /** @param search server outside the cloud that the page searches too */
  constructor(cloud: Cloud, search?: EventSearch) {
    this.#cloud = cloud;
    this.#stream = new EventStream(cloud);
    this.#receiver = new MessageReceiver(cloud);
    const ledger = new DeliveryLedger();
    const google = new GoogleSearch(cloud);
    const inbox = registerInbox(cloud);
    const invocations: CloudEvents["invocation"][0][] = [];
    cloud.events.on("invocation", (invocation) => {
      invocations.push(invocation);
      if (invocations.length > MOST_INVOCATIONS) invocations.shift();
    });
    const { clock, faults } = cloud;
    this.#actions = {
      "POST call": (body, url) => call(cloud, body, url),
      "GET clock": () => clock.reading(),
      "POST clock": ({ speed }) => {
        clock.setSpeed(speed as number);
        return clock.reading();
      },
      "POST clock/advance": async ({ by }) => {
        await clock.advance(by as string | number);
        return clock.reading();
      },
      "GET faults": () => faults.list(),
      "PUT faults": ({ operation, rule }) => {
        faults.set(nameOf(operation, "operation"), (rule ?? {}) as FaultRule);
        return faults.list();
      },
      "DELETE faults": (_, { searchParams }) => {
        faults.clear(searchParams.get("operation") ?? undefined);
        return faults.list();
      },
      "GET google/logs": () => google.logs(),
      "POST google/entries": (body) => google.entries(body),
      "GET search": () => ({ origin: search?.origin }),
      "POST search": (body) => searchedEvents(search, body),
      "GET inbox": () => inbox.list(),
      "GET invocations": () => invocations,
      "GET ledger": () => ledger.list(),
      "POST ledger": (body) => {
        const account = ledger.publish(body, clock.now());
        this.#stream.publish("ledger", account);
        return account;
      },
    };
  }

  /** Answers a request for the part of the path behind `/_cumulog/page/`. */
  async answer(name: string, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (name === "events" && request.method === "GET") {
      const { region, accountId, clock } = this.#cloud;
      this.#stream.serve(request, response, { region, accountId, clock: clock.reading() });
      return;
    }
    try {
      const action = this.#actionOf(request.method, name);
      if (!action)
        throw new RequestRefusedError(404, `The page's API does not have ${request.method} ${name}.`);
      const body = request.method === "GET" ? {} : await readJsonBody(request);
      sendJson(response, 200, await action(body, url));
    } catch (error) {
      sendJson(response, ...problemOf(error));
    }
  }

  #actionOf(method: string | undefined, name: string): Action | undefined {
    if (method === "POST" && name.startsWith(RECEIVE))
      return (body) => this.#receiver.receive(name.slice(RECEIVE.length), body);
    return this.#actions[`${method} ${name}`];
  }
}

/** Calls an operation of a service by the names of its API; faults that are set do not apply to the page. */
async function call(
  cloud: Cloud,
  { service, operation, input }: Record<string, unknown>,
  { host }: URL,
): Promise<unknown> {
  if (input !== undefined && (typeof input !== "object" || input === null))
    throw new RequestRefusedError(400, "input must be an object.");
  return cloud.call(
    nameOf(service, "service") as ServiceName,
    nameOf(operation, "operation"),
    (input as object | undefined) ?? {},
    { endpoint: `http://${host}` },
  );
}

function nameOf(value: unknown, member: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new RequestRefusedError(400, `${member} must be a text that is not empty.`);
}

function problemOf(error: unknown): [statusCode: number, body: object] {
  if (error instanceof RequestRefusedError)
    return [error.statusCode, { code: error.name, message: error.message }];
  if (error instanceof ServiceError)
    return [error.statusCode, { ...error.details, code: error.code, message: error.message }];
  if (error instanceof RangeError || error instanceof URIError)
    return [400, { code: error.name, message: error.message }];
  return [500, { code: "InternalError", message: "The local cloud has failed to answer this." }];
}
