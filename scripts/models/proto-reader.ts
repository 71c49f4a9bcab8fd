import type {
  ProtoField,
  ProtoMessage,
  ProtoMethod,
  ProtoModel,
} from "../../local/kernel/google/proto/proto-model.ts";
import type { ProtoSource } from "./sources.ts";

/** A namespace, message, enum or service as protobufjs writes it in JSON. */
interface Node {
  readonly nested?: Readonly<Record<string, Node>>;
  readonly fields?: Readonly<Record<string, Field>>;
  readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>;
  readonly values?: Readonly<Record<string, number>>;
  readonly methods?: Readonly<Record<string, Method>>;
}

interface Field {
  readonly type: string;
  readonly id: number;
  readonly rule?: string;
  readonly keyType?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

interface Method {
  readonly requestType: string;
  readonly responseType: string;
  readonly requestStream?: boolean;
  readonly responseStream?: boolean;
  readonly parsedOptions?: readonly Readonly<Record<string, unknown>>[];
}

type HttpRule = Readonly<Record<string, unknown>>;

const VERBS = ["get", "put", "post", "delete", "patch"];
const HTTP = "(google.api.http)";
const BEHAVIOR = "(google.api.field_behavior)";

/** Reads the protos of an API that its client package carries. */
export class ProtoReader {
  readonly #nodes = new Map<string, Node>();
  readonly #source: ProtoSource;

  constructor(root: Node, source: ProtoSource) {
    this.#source = source;
    this.#index(root, "");
  }

  /** The methods wanted, with the types that they need. */
  read(wanted: (method: string) => boolean): Omit<ProtoModel, "sdk"> {
    const services: Record<string, Record<string, ProtoMethod>> = {};
    const types = new Set<string>(this.#source.types ?? []);
    for (const service of this.#source.services) {
      const methods = Object.entries(this.#node(service).methods ?? {}).filter(([name]) => wanted(name));
      if (methods.length > 0)
        services[service] = Object.fromEntries(
          methods.map(([name, method]) => [name, this.#method(service, name, method, types)]),
        );
    }
    const messages: Record<string, ProtoMessage> = {};
    const enums: Record<string, Readonly<Record<string, number>>> = {};
    // A set is walked with what is added on the way.
    for (const type of types) {
      const { values } = this.#node(type);
      if (values) enums[type] = values;
      else messages[type] = this.#message(type, types);
    }
    return { services, messages, enums };
  }

  #index(node: Node, path: string): void {
    for (const [name, inner] of Object.entries(node.nested ?? {})) {
      const full = path === "" ? name : `${path}.${name}`;
      this.#nodes.set(full, inner);
      this.#index(inner, full);
    }
  }

  #node(name: string): Node {
    const node = this.#nodes.get(name);
    if (!node) throw new Error(`The protos of ${this.#source.sdk} have no ${name}.`);
    return node;
  }

  #method(service: string, name: string, method: Method, types: Set<string>): ProtoMethod {
    const request = this.#resolve(method.requestType, service);
    const response = this.#resolve(method.responseType, service);
    types.add(request).add(response);
    const rules = (method.parsedOptions ?? []).flatMap((options) =>
      HTTP in options ? [options[HTTP] as HttpRule] : [],
    );
    const streams = [
      ...(method.requestStream ? ["request" as const] : []),
      ...(method.responseStream ? ["response" as const] : []),
    ];
    return {
      request,
      response,
      http:
        this.#source.http?.[name] ??
        [...new Set(rules.flatMap(bindingsOf).map((one) => JSON.stringify(one)))].map((one) =>
          JSON.parse(one),
        ),
      ...(streams.length > 0 && { streams }),
    };
  }

  #message(name: string, types: Set<string>): ProtoMessage {
    const { fields = {}, oneofs = {} } = this.#node(name);
    const added = this.#source.fields?.[name] ?? {};
    const groups = Object.entries(oneofs).filter(([, { oneof }]) => oneof.length > 1);
    return {
      fields: {
        ...Object.fromEntries(
          Object.entries(fields).map(([field, value]) => [field, this.#field(value, name, types)]),
        ),
        ...added,
      },
      ...(groups.length > 0 && {
        oneofs: Object.fromEntries(groups.map(([group, { oneof }]) => [group, oneof])),
      }),
    };
  }

  #field({ type, id, rule, keyType, options = {} }: Field, scope: string, types: Set<string>): ProtoField {
    const resolved = /^[a-z0-9]+$/.test(type) ? type : this.#resolve(type, scope);
    if (resolved.includes(".")) types.add(resolved);
    const behavior = [options[BEHAVIOR]].flat();
    const more = {
      ...(rule === "repeated" && { repeated: true as const }),
      ...(keyType !== undefined && { key: keyType }),
      ...(behavior.includes("REQUIRED") && { required: true as const }),
      ...(behavior.includes("OUTPUT_ONLY") && { outputOnly: true as const }),
    };
    return Object.keys(more).length > 0 ? [id, resolved, more] : [id, resolved];
  }

  /** Names are looked for from the innermost scope outwards. */
  #resolve(name: string, scope: string): string {
    if (name.startsWith(".")) return name.slice(1);
    for (let around = scope; ; around = around.slice(0, Math.max(0, around.lastIndexOf(".")))) {
      const full = around === "" ? name : `${around}.${name}`;
      if (this.#nodes.has(full)) return full;
      if (around === "") throw new Error(`The type ${name} in ${scope} is not in the protos.`);
    }
  }
}

function bindingsOf(rule: HttpRule): ProtoMethod["http"] {
  const verb = VERBS.find((name) => name in rule);
  const body = rule["body"] as string | undefined;
  const more = [rule["additional_bindings"] ?? []].flat() as HttpRule[];
  const own = verb
    ? [
        [verb.toUpperCase(), String(rule[verb]), ...(body === undefined ? [] : [body])] as [
          string,
          string,
          string?,
        ],
      ]
    : [];
  return [...own, ...more.flatMap(bindingsOf)];
}
