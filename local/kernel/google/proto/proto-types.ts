import type { ProtoField, ProtoMessage, ProtoMethod, ProtoModel } from "./proto-model.ts";

/** Messages that JSON writes as something else. @see https://protobuf.dev/programming-guides/json/ */
const KNOWN = {
  "google.protobuf.Timestamp": "timestamp",
  "google.protobuf.Duration": "duration",
  "google.protobuf.FieldMask": "fieldMask",
  "google.protobuf.Struct": "struct",
  "google.protobuf.Value": "value",
  "google.protobuf.ListValue": "list",
  "google.protobuf.Any": "any",
} as const;

/** Messages that hold one value, which JSON writes as the value alone. */
const WRAPPERS: Readonly<Record<string, string>> = {
  "google.protobuf.DoubleValue": "double",
  "google.protobuf.FloatValue": "float",
  "google.protobuf.Int64Value": "int64",
  "google.protobuf.UInt64Value": "uint64",
  "google.protobuf.Int32Value": "int32",
  "google.protobuf.UInt32Value": "uint32",
  "google.protobuf.BoolValue": "bool",
  "google.protobuf.StringValue": "string",
  "google.protobuf.BytesValue": "bytes",
};

export type KnownType = (typeof KNOWN)[keyof typeof KNOWN];

/** What a field holds. */
export type ValueType =
  | { readonly kind: "scalar"; readonly scalar: string; readonly wrapped: boolean }
  | { readonly kind: "enum"; readonly name: string; readonly values: Readonly<Record<string, number>> }
  | { readonly kind: "known"; readonly known: KnownType; readonly name: string }
  | { readonly kind: "message"; readonly name: string; readonly message: MessageType };

export interface FieldType {
  readonly name: string;
  readonly number: number;
  readonly type: ValueType;
  readonly repeated: boolean;
  /** Whether it is a map, whose keys are texts in JSON whatever they are in protocol buffers. */
  readonly map: boolean;
  readonly required: boolean;
  /** Only the service tells it: what a request says of it is ignored. */
  readonly outputOnly: boolean;
}

/** A message with the types of its fields. */
export class MessageType {
  readonly name: string;
  readonly oneofs: Readonly<Record<string, readonly string[]>>;
  readonly #message: ProtoMessage;
  readonly #types: ProtoTypes;
  #fields: ReadonlyMap<string, FieldType> | undefined;

  constructor(name: string, message: ProtoMessage, types: ProtoTypes) {
    this.name = name;
    this.oneofs = message.oneofs ?? {};
    this.#message = message;
    this.#types = types;
  }

  /** By name in JSON; read when first needed, as messages may hold themselves. */
  get fields(): ReadonlyMap<string, FieldType> {
    this.#fields ??= new Map(
      Object.entries(this.#message.fields).map(([name, field]) => [name, this.#field(name, field)]),
    );
    return this.#fields;
  }

  /** Members that an update mask may name. */
  get changeable(): readonly string[] {
    return [...this.fields.values()]
      .filter(({ name, outputOnly }) => name !== "name" && !outputOnly)
      .map(({ name }) => name);
  }

  #field(name: string, [number, type, more = {}]: ProtoField): FieldType {
    return {
      name,
      number,
      type: this.#types.value(type),
      repeated: more.repeated === true,
      map: more.key !== undefined,
      required: more.required === true,
      outputOnly: more.outputOnly === true,
    };
  }
}

/** The types of an API by name. */
export class ProtoTypes {
  readonly model: ProtoModel;
  readonly #messages = new Map<string, MessageType>();
  readonly #methods: ReadonlyMap<string, ProtoMethod>;

  constructor(model: ProtoModel) {
    this.model = model;
    this.#methods = new Map(Object.values(model.services).flatMap((methods) => Object.entries(methods)));
  }

  /** Names of the methods. */
  get methods(): ReadonlyMap<string, ProtoMethod> {
    return this.#methods;
  }

  /** The type of what a method is given. */
  request(method: string): MessageType {
    return this.message(this.#methods.get(method)!.request);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.model.messages, name);
  }

  message(name: string): MessageType {
    const present = this.#messages.get(name);
    if (present) return present;
    const message = new MessageType(name, this.model.messages[name]!, this);
    this.#messages.set(name, message);
    return message;
  }

  value(name: string): ValueType {
    if (Object.hasOwn(KNOWN, name)) return { kind: "known", known: KNOWN[name as keyof typeof KNOWN], name };
    const scalar = WRAPPERS[name];
    if (scalar !== undefined) return { kind: "scalar", scalar, wrapped: true };
    const values = this.model.enums[name];
    if (values) return { kind: "enum", name, values };
    if (this.has(name)) return { kind: "message", name, message: this.message(name) };
    return { kind: "scalar", scalar: name, wrapped: false };
  }
}

/** Reads what the script wrote; JSON's types are wider than they are. */
export function protoTypesOf(model: unknown): ProtoTypes {
  return new ProtoTypes(model as ProtoModel);
}
