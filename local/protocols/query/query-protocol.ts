import { ServiceError } from "../../kernel/service-error.ts";
import { decodeBlobs } from "../blob-texts.ts";
import { queryCode, statusOf } from "../error-code.ts";
import { type Exchange, send } from "../exchange.ts";
import type { Protocol } from "../protocol.ts";
import { decodeInput } from "./decode-input.ts";
import { encodeOutput } from "./encode-output.ts";
import { readForm } from "./form.ts";
import { element, text } from "./xml.ts";

const CONTENT_TYPE = "text/xml";

/** AWS's query protocol: a form asks, XML answers. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const queryProtocol: Protocol = {
  read({ url }, { model, address }, body) {
    const parameters = parametersOf(body, url);
    const operation = parameters.get("Action");
    if (!operation) throw new ServiceError("MissingAction", "The request must contain the parameter Action.");
    const input = decodeInput(model, operation, readForm(parameters));
    decodeBlobs(model, operation, input);
    return { operation, input: { ...address?.(url).input, ...input } };
  },

  send(exchange, { model }, operation, output) {
    const result = element(`${operation}Result`, encodeOutput(model, operation, output));
    const metadata = element("ResponseMetadata", element("RequestId", text(exchange.requestId)));
    sendDocument(exchange, 200, `${operation}Response`, model.namespace, result + metadata);
  },

  sendError(exchange, service, error) {
    const status = statusOf(service, error);
    const content =
      element("Type", status >= 500 ? "Receiver" : "Sender") +
      element("Code", text(queryCode(service?.model, error.code))) +
      element("Message", text(error.message)) +
      (service?.name === "sqs" ? element("Detail", "") : "");
    const requestId = element("RequestId", text(exchange.requestId));
    sendDocument(
      exchange,
      status,
      "ErrorResponse",
      service?.model.namespace,
      element("Error", content) + requestId,
    );
  },
};

function sendDocument(
  exchange: Exchange,
  status: number,
  name: string,
  namespace: string | undefined,
  content: string,
): void {
  const open = namespace ? `<${name} xmlns="${namespace}">` : `<${name}>`;
  send(exchange, status, CONTENT_TYPE, `${open}${content}</${name}>`);
}

function parametersOf(body: Buffer, url: URL): URLSearchParams {
  const parameters = new URLSearchParams(body.toString("utf8"));
  for (const [name, value] of url.searchParams)
    if (!name.startsWith("X-Amz-") && !parameters.has(name)) parameters.append(name, value);
  return parameters;
}
