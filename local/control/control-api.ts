import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "../kernel/cloud.ts";
import type { CloudEvents } from "../kernel/cloud-events.ts";
import { FAULT_MEMBERS, type FaultRule } from "../kernel/faults.ts";
import { GOOGLE_CODES, GoogleError } from "../kernel/google/google-error.ts";
import { registerInbox } from "../kernel/inbox/inbox.ts";
import { ServiceError } from "../kernel/service-error.ts";
import type { ControlAnswers } from "./answers.ts";
import { type EventSearch, searchedEvents } from "./event-search.ts";
import { EventStream } from "./event-stream.ts";
import type { GoogleSearch } from "./google-search.ts";
import { readJsonBody, sendJson } from "./json-body.ts";
import type { Ledgers } from "./ledgers.ts";
import type { LogPatterns } from "./log-patterns.ts";
import { MessageReceiver } from "./message-receiver.ts";
import { type PageSwitch, switchStates, turnSwitch } from "./page-switch.ts";
import { RequestRefusedError } from "./request-refused-error.ts";

const MOST_INVOCATIONS = 1_000;
const RECEIVE = "receive/";
/** As the command line has it. */
const DEFAULT_LAKE = "lake";

type Input = Readonly<Record<string, unknown>>;
type Action = (input: Input, url: URL) => unknown;

/**
 * The control API of a cloud under `/_cumulog/`, in JSON. The page and the command line are its clients.
 *
 * | request | what it does |
 * |---|---|
 * | `GET health` | `{status, region, accountId}` |
 * | `GET clock` | `{real, cloud, speed}`, times in milliseconds |
 * | `POST clock` | `{speed?, back?, advance?, to?}`: sets the speed, then moves back by whole days to at most a time, then ahead by a duration or to a time |
 * | `GET inbox`, `DELETE inbox` | `{messages}` that would have left the cloud; forgets them |
 * | `GET faults` | the rules by operation |
 * | `POST faults` | `{operation, throttle?, error?, stored?, cut?, latency?, seed?}` |
 * | `DELETE faults` | `{operation?}`: removes one rule or all |
 * | `POST causes` | input of FilterLogEvents: what the lines say, grouped by template and cause |
 * | `GET switches`, `POST switches` | `{name, on}`: what people break and mend outside the cloud |
 * | `POST call` | `{service, operation, input?}`: an operation by the names of its API; faults do not apply |
 * | `GET invocations` | what functions did |
 * | `GET patterns?group=…` | the patterns of a log group's lines: `{group, now, events, from, patterns}`, counted from then on |
 * | `POST patterns` | `{group, id, excluded}`: takes a pattern out, also of the group's anomaly detectors, or in again |
 * | `GET google/logs`, `POST google/entries` | what Cloud Logging has |
 * | `GET google/sinks` | what sinks sent to Cloud Storage, BigQuery and Pub/Sub, which are not here |
 * | `GET google/incidents` | incidents of alert policies, the newest first |
 * | `POST lines` | `{pattern?, source?, from, to, limit?}`: the newest lines of all sources, and how many there are by level and time |
 * | `GET search`, `POST search` | a server outside the cloud that is searched too |
 * | `GET lake`, `POST lake` | the queries that a lake may be asked; `{query, parameters?, width?}` asks one |
 * | `GET ledger`, `POST ledger` | what services say of their deliveries |
 * | `POST receive/…` | messages for the inbox |
 * | `GET events` | what happens, as server-sent events; `Last-Event-ID` resumes; `?types=alarm-state,…` |
 *
 * Pages of other sites are refused before they come here, see `RequestGuard`.
 */
export class ControlApi {
  /** Server outside the cloud that is searched too. */
  search: EventSearch | undefined;
  /** Folder of the lake that is asked. */
  lake = DEFAULT_LAKE;
  /** What people break and mend from the page. */
  switches: () => readonly PageSwitch[] = () => [];
  readonly #cloud: Cloud;
  readonly #receiver: MessageReceiver;
  readonly #actions: Readonly<Record<string, Action>>;
  #stream: EventStream | undefined;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#receiver = new MessageReceiver(cloud);
    this.#actions = {
      ...clockActions(cloud),
      ...faultActions(cloud),
      ...inboxActions(cloud),
      ...this.#recordActions(),
      // With its library, not read before somebody asks for it.
      "POST causes": async (input): Promise<ControlAnswers["POST causes"]> =>
        (await import("./line-causes.ts")).causesOfLines(cloud, input),
      "GET switches": (): ControlAnswers["GET switches"] => switchStates(this.switches()),
      "POST switches": (input) => turnSwitch(this.switches(), input),
      ...patternActions(cloud),
      "POST call": (input, url) => call(cloud, input, url),
    };
  }

  /** Begins to write down what happens, for readers that come later. */
  watch(): EventStream {
    this.#stream ??= new EventStream(this.#cloud);
    return this.#stream;
  }

  /**
   * Answers a request for the part of the path behind `/_cumulog/`.
   *
   * @returns false when there is no such
   */
  async answer(name: string, request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    if (name === "events" && request.method === "GET") {
      const { region, accountId, clock } = this.#cloud;
      this.watch().serve(request, response, {
        greeting: { region, accountId, clock: clock.reading() },
        types: url.searchParams.get("types")?.split(","),
      });
      return true;
    }
    const action = this.#actionOf(request.method, name);
    if (!action) return false;
    try {
      const input = request.method === "GET" ? {} : await readJsonBody(request);
      sendJson(response, 200, await action(input, url));
    } catch (error) {
      sendJson(response, ...problemOf(error));
    }
    return true;
  }

  #recordActions(): Readonly<Record<string, Action>> {
    let opened: Promise<Ledgers> | undefined;
    // With its library, not read before somebody asks for it.
    const ledger = (): Promise<Ledgers> => {
      opened ??= import("./ledgers.ts").then((module) => new module.Ledgers());
      return opened;
    };
    let searching: Promise<GoogleSearch> | undefined;
    const google = (): Promise<GoogleSearch> => {
      searching ??= import("./google-search.ts").then((module) => new module.GoogleSearch(this.#cloud));
      return searching;
    };
    const explorer = async () =>
      new (await import("./lake-explorer.ts")).LakeExplorer(this.#cloud, this.lake);
    const invocations: CloudEvents["invocation"][0][] = [];
    this.#cloud.events.on("invocation", (invocation) => {
      invocations.push(invocation);
      if (invocations.length > MOST_INVOCATIONS) invocations.shift();
    });
    return {
      "GET google/logs": async () => (await google()).logs(),
      "POST google/entries": async (input) => (await google()).entries(input),
      ...googleRecordActions(this.#cloud),
      "POST lines": async (input): Promise<ControlAnswers["POST lines"]> => {
        const { searchLines } = await import("./lines/line-search.ts");
        return searchLines({ cloud: this.#cloud, google: await google(), search: this.search }, input);
      },
      "GET lake": async () => (await explorer()).queries(),
      "POST lake": async (input) => (await explorer()).ask(input),
      "GET search": () => ({ origin: this.search?.origin }),
      "POST search": (input) => searchedEvents(this.search, input),
      "GET invocations": (): ControlAnswers["GET invocations"] => invocations,
      "GET ledger": async () => (await ledger()).list(),
      "POST ledger": async (input) => {
        const published = (await ledger()).publish(input, this.#cloud.clock.now());
        this.watch().publish("ledger", published);
        return published;
      },
    };
  }

  #actionOf(method: string | undefined, name: string): Action | undefined {
    if (method === "POST" && name.startsWith(RECEIVE))
      return (input) => this.#receiver.receive(name.slice(RECEIVE.length), input);
    const action = `${method} ${name}`;
    return Object.hasOwn(this.#actions, action) ? this.#actions[action] : undefined;
  }
}

/** The control API of a cloud. */
export function openControl(cloud: Cloud): ControlApi {
  return new ControlApi(cloud);
}

function clockActions({ clock, region, accountId }: Cloud): Readonly<Record<string, Action>> {
  return {
    "GET health": (): ControlAnswers["GET health"] => ({ status: "ok", region, accountId }),
    "GET clock": (): ControlAnswers["GET clock"] => clock.reading(),
    "POST clock": async ({ speed, back, advance, to }): Promise<ControlAnswers["GET clock"]> => {
      if (speed !== undefined) clock.setSpeed(Number(speed));
      if (back !== undefined) clock.setBack(timeOf("back", back));
      if (advance !== undefined) await clock.advance(advance as number | string);
      if (to !== undefined) await clock.advanceTo(timeOf("to", to));
      return clock.reading();
    },
  };
}

function faultActions({ faults }: Cloud): Readonly<Record<string, Action>> {
  return {
    "GET faults": (): ControlAnswers["GET faults"] => faults.list(),
    "POST faults": ({ operation, ...rule }): ControlAnswers["GET faults"] => {
      if (typeof operation !== "string" || !/^(\*|[a-z0-9-]+:(\*|[A-Za-z0-9]+))$/.test(operation))
        throw new RangeError(`operation: expected for example "logs:PutLogEvents", "logs:*" or "*"`);
      const unknown = Object.keys(rule).find((name) => !(FAULT_MEMBERS as readonly string[]).includes(name));
      if (unknown !== undefined) throw new RangeError(`${unknown}: a fault has no such member`);
      faults.set(operation, rule as FaultRule);
      return faults.list();
    },
    "DELETE faults": ({ operation }): ControlAnswers["GET faults"] => {
      faults.clear(operation === undefined ? undefined : String(operation));
      return faults.list();
    },
  };
}

function inboxActions(cloud: Cloud): Readonly<Record<string, Action>> {
  const inbox = registerInbox(cloud);
  return {
    "GET inbox": (): ControlAnswers["GET inbox"] => ({ messages: inbox.list() }),
    "DELETE inbox": (): ControlAnswers["GET inbox"] => {
      inbox.clear();
      return { messages: [] };
    },
  };
}

function googleRecordActions(cloud: Cloud): Readonly<Record<string, Action>> {
  // With the services, not opened before somebody asks for them.
  const records = () => import("./google-records.ts");
  return {
    "GET google/sinks": async () => (await records()).sinkExports(cloud),
    "GET google/incidents": async () => (await records()).incidentsOf(cloud),
  };
}

function patternActions(cloud: Cloud): Readonly<Record<string, Action>> {
  let opened: Promise<LogPatterns> | undefined;
  // With the engine and the log groups, not opened before somebody asks for them.
  const patterns = (): Promise<LogPatterns> => {
    opened ??= import("./log-patterns.ts").then((module) => new module.LogPatterns(cloud));
    return opened;
  };
  return {
    "GET patterns": async (_input, url) => (await patterns()).list(url.searchParams.get("group")),
    "POST patterns": async (input) => (await patterns()).exclude(input),
  };
}

/** Calls an operation of a service by the names of its API; faults that are set do not apply. */
async function call(cloud: Cloud, { service, operation, input }: Input, { host }: URL): Promise<unknown> {
  if (input !== undefined && (typeof input !== "object" || input === null))
    throw new RequestRefusedError(400, "input must be an object.");
  return cloud.call(nameOf(service, "service"), nameOf(operation, "operation"), input ?? {}, {
    endpoint: `http://${host}`,
  });
}

function timeOf(member: string, value: unknown): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw new RangeError(`${member}: expected a time in milliseconds since the epoch`);
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
  if (error instanceof GoogleError)
    return [GOOGLE_CODES[error.code].http, { code: error.code, message: error.message }];
  if (error instanceof RangeError || error instanceof URIError)
    return [400, { code: error.name, message: error.message }];
  return [500, { code: "InternalError", message: "The local cloud has failed to answer this." }];
}
