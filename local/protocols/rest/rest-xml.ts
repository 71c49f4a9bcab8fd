import type { CloudService } from "../../kernel/cloud.ts";
import { bindingOf, shapeOf, structureOf } from "../../kernel/model.ts";
import { statusOf } from "../error-code.ts";
import { send } from "../exchange.ts";
import type { Protocol } from "../protocol.ts";
import { XmlWriter } from "../query/encode-output.ts";
import { element, text } from "../query/xml.ts";
import type { BodyReader } from "./rest-input.ts";
import { partRestOutput } from "./rest-output.ts";
import { readRestRequest } from "./rest-request.ts";
import { parseXml, XmlReader } from "./xml-document.ts";

const CONTENT_TYPE = "application/xml";
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** AWS's REST protocol with XML. https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export const restXmlProtocol: Protocol = {
  read: (exchange, service, body) => readRestRequest(exchange, service, body, readerOf(service)),

  send(exchange, { model }, operation, output) {
    const { status, headers, payload, document } = partRestOutput(model, operation, output);
    const writer = new XmlWriter(model);
    if (payload) {
      const { name, reference, value } = payload;
      const raw = typeof value === "string" || value instanceof Uint8Array || value === undefined;
      const tag = bindingOf(reference).xml ?? name;
      if (raw) send(exchange, status, headers["content-type"] ?? "binary/octet-stream", value ?? "", headers);
      else send(exchange, status, CONTENT_TYPE, DECLARATION + writer.member(tag, reference, value), headers);
      return;
    }
    if (!document) {
      send(exchange, status, CONTENT_TYPE, "", headers);
      return;
    }
    const shape = model.operations[operation]!.output!;
    const root = structureOf(model, shape)!.xml ?? shape;
    const open = model.namespace ? `<${root} xmlns="${model.namespace}">` : `<${root}>`;
    const content = writer.structure(document.members, document.value);
    send(exchange, status, CONTENT_TYPE, `${DECLARATION}${open}${content}</${root}>`, headers);
  },

  sendError(exchange, service, error) {
    const { code, message, details } = error;
    const more = Object.entries(details).map(([name, value]) => element(name, text(String(value))));
    const content = element("Code", text(code)) + element("Message", text(message)) + more.join("");
    const body = `${DECLARATION}${element("Error", `${content}${element("RequestId", exchange.requestId)}`)}`;
    send(exchange, statusOf(service, error), CONTENT_TYPE, exchange.request.method === "HEAD" ? "" : body);
  },
};

function readerOf({ model }: CloudService): BodyReader {
  const reader = new XmlReader(model);
  return {
    document: (body, members) => (body.length === 0 ? {} : reader.structure(members, parseXml(body))),
    payload(body, member) {
      const shape = shapeOf(model, member);
      return shape.type === "structure" ? reader.structure(shape.members, parseXml(body)) : undefined;
    },
  };
}
