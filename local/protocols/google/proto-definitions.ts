import type { ServiceDefinition } from "@grpc/grpc-js";
import { fromJSON, type MessageTypeDefinition } from "@grpc/proto-loader";
import type { ProtoModel } from "../../kernel/google/proto/proto-model.ts";

/** What gRPC needs of an API: its services, and what reads and writes messages, by full name. */
export interface ProtoDefinitions {
  readonly services: readonly ServiceDefinition[];
  message(name: string): MessageTypeDefinition<object, object>;
}

/** A namespace, message, enum or service in protobufjs's JSON. */
type Node = Record<string, unknown> & { nested?: Record<string, Node> };

/** Makes the definitions of a model. */
export function definitionsOf({ services, messages, enums }: ProtoModel): ProtoDefinitions {
  const root: Node = { nested: {} };
  for (const [name, values] of Object.entries(enums)) Object.assign(nodeAt(root, name), { values });
  for (const [name, { fields, oneofs = {} }] of Object.entries(messages))
    Object.assign(nodeAt(root, name), {
      fields: Object.fromEntries(
        Object.entries(fields).map(([field, [id, type, { repeated, key } = {}]]) => [
          field,
          {
            id,
            type: reference(type),
            ...(repeated && { rule: "repeated" }),
            ...(key !== undefined && { keyType: key }),
          },
        ]),
      ),
      oneofs: Object.fromEntries(Object.entries(oneofs).map(([group, oneof]) => [group, { oneof }])),
    });
  for (const [name, methods] of Object.entries(services))
    Object.assign(nodeAt(root, name), {
      methods: Object.fromEntries(
        Object.entries(methods).map(([method, { request, response, streams = [] }]) => [
          method,
          {
            requestType: reference(request),
            responseType: reference(response),
            requestStream: streams.includes("request"),
            responseStream: streams.includes("response"),
          },
        ]),
      ),
    });
  const definitions = fromJSON(root as Parameters<typeof fromJSON>[0], { longs: String, enums: String });
  return {
    services: Object.keys(services).map((name) => definitions[name] as ServiceDefinition),
    message: (name) => definitions[name] as unknown as MessageTypeDefinition<object, object>,
  };
}

function reference(type: string): string {
  return type.includes(".") ? `.${type}` : type;
}

function nodeAt(root: Node, name: string): Node {
  let node = root;
  for (const part of name.split(".")) {
    node.nested ??= {};
    node.nested[part] ??= {};
    node = node.nested[part];
  }
  return node;
}
