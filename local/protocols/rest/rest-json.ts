import { bindingOf } from "../../kernel/model.ts";
import { statusOf } from "../error-code.ts";
import { eventsOf, sendEvents } from "../event-stream.ts";
import { send } from "../exchange.ts";
import { jsonValues, parseJson } from "../json.ts";
import type { Protocol } from "../protocol.ts";
import type { BodyReader } from "./rest-input.ts";
import { partRestOutput } from "./rest-output.ts";
import { readRestRequest } from "./rest-request.ts";

const CONTENT_TYPE = "application/json";

const READER: BodyReader = {
  document(body, members) {
    const document = parseJson(body) as Record<string, unknown>;
    const names = Object.keys(members).map((name) => [name, bindingOf(members[name]!).name ?? name] as const);
    return Object.fromEntries(
      names.filter(([, wire]) => Object.hasOwn(document, wire)).map(([name, wire]) => [name, document[wire]]),
    );
  },
  payload: parseJson,
};

/** AWS's REST protocol with JSON. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const restJsonProtocol: Protocol = {
  read: (exchange, service, body) => readRestRequest(exchange, service, body, READER),

  send(exchange, service, operation, output) {
    const events = eventsOf(service.model, operation, output);
    if (events) return sendEvents(exchange, events);
    const { status, headers, payload, document } = partRestOutput(service.model, operation, output);
    const values = jsonValues(service);
    if (payload) {
      const { reference, value } = payload;
      const raw = typeof value === "string" || value instanceof Uint8Array;
      const body = raw ? value : value === undefined ? "" : JSON.stringify(values.of(reference, value));
      send(exchange, status, CONTENT_TYPE, body, headers);
    } else {
      const body =
        document && status !== 204 ? JSON.stringify(values.members(document.members, document.value)) : "";
      send(exchange, status, CONTENT_TYPE, body, headers);
    }
  },

  sendError(exchange, service, error) {
    const { code, message, details } = error;
    const status = statusOf(service, error);
    const type = status >= 500 ? "Service" : "User";
    const body = JSON.stringify({ ...details, Type: type, message, Message: message });
    send(exchange, status, CONTENT_TYPE, body, { "x-amzn-errortype": code });
  },
};
