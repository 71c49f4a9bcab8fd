import {
  KEYWORD_MAX_LENGTH,
  MEMBER_FIELDS,
  type MemberField,
  SEARCH_FIELDS,
  type SearchField,
} from "./fields.ts";

/** Characters of a member, name included, beyond which it is not indexed: in UTF-8 it stays under the 32,766 bytes of a term. */
const INDEXED_LENGTH = 8_000;
/** Nesting beyond which the index refuses a member. */
const INDEXED_DEPTH = 16;
const REMEMBERED_KEYS = 2_000;
const INTEGER_LIMIT = 2 ** 31;
/** A route with a query is a path: as many different ones as requests. */
const ROUTE = "http.route";

interface Key {
  /** `"key":` */
  readonly text: string;
  /** `,"field":` of the field that it stands for. */
  readonly fieldText: string;
  readonly member: MemberField | undefined;
  readonly bit: number;
  readonly isIndexed: boolean;
}

const BITS: Readonly<Record<string, number>> = Object.fromEntries(
  Object.keys(SEARCH_FIELDS).map((field, index) => [field, 1 << index]),
);
const keys = new Map<string, Key>();
const START = '{"event.id":"';
const ID = /^[\w-]*$/;
const TIMESTAMP = '","@timestamp":"';

function keyOf(name: string): Key {
  let key = keys.get(name);
  if (key === undefined) {
    const member = MEMBER_FIELDS.get(name);
    key = {
      text: `${JSON.stringify(name)}:`,
      fieldText: `,"${member?.field}":`,
      member,
      bit: member === undefined ? 0 : BITS[member.field]!,
      isIndexed: name.length <= KEYWORD_MAX_LENGTH && !name.includes("\0"),
    };
    if (keys.size >= REMEMBERED_KEYS) keys.clear();
    keys.set(name, key);
  }
  return key;
}

/**
 * Writes one document as JSON text. Field names are dotted: the index reads `"http.route"` as the member `route` of `http`. Whatever
 * a record holds, the result is a document that the template's mapping takes.
 */
export class DocumentWriter {
  #fields: string;
  #attributes = "";
  #unindexed = "";
  #taken = 0;

  /** @param id of the event; it stands first, so that {@link documentId} finds it */
  constructor(id: string, isoTimestamp: string) {
    this.#fields =
      START + (ID.test(id) ? id : JSON.stringify(id).slice(1, -1)) + TIMESTAMP + isoTimestamp + '"';
  }

  /** Adds fields as they stand in the document, each with a comma before it, that no member stands for. */
  fields(text: string): void {
    this.#fields += text;
  }

  /** Sets a field to a value that is JSON text already. */
  field(name: SearchField, json: string): void {
    this.#taken |= BITS[name]!;
    this.#fields += `,"${name}":${json}`;
  }

  /** Adds a member of the record: to the field that its name stands for, if its value fits, else to the attributes. */
  member(name: string, value: unknown, json: string): void {
    const { member, fieldText, bit, text, isIndexed } = keyOf(name);
    if (member !== undefined && (this.#taken & bit) === 0 && fits(member, value)) {
      this.#taken |= bit;
      this.#fields += fieldText + json;
    } else if (isIndexed && isIndexable(json, name, value))
      this.#attributes += (this.#attributes === "" ? "" : ",") + text + json;
    else this.#unindexed += (this.#unindexed === "" ? "" : ",") + text + json;
  }

  /** Adds members that are the text of one JSON object. */
  members(json: string): void {
    if (this.#attributes === "" && isIndexable(json, "", undefined)) {
      this.#attributes = json.slice(1, -1);
      return;
    }
    for (const [name, value] of Object.entries(JSON.parse(json) as Record<string, unknown>))
      this.member(name, value, JSON.stringify(value));
  }

  text(): string {
    let text = this.#fields;
    if (this.#attributes !== "") text += ',"attributes":{' + this.#attributes + "}";
    if (this.#unindexed !== "") text += ',"attributes_unindexed":{' + this.#unindexed + "}";
    return text + "}";
  }
}

/** The event's id in a document of {@link DocumentWriter}. */
export function documentId(document: string): string {
  return document.slice(START.length, document.indexOf('"', START.length));
}

function fits({ takes, field }: MemberField, value: unknown): boolean {
  if (takes === "text")
    return typeof value === "string"
      ? value !== "" && value.length <= INDEXED_LENGTH && !(field === ROUTE && value.includes("?"))
      : Number.isFinite(value);
  if (takes === "number") return Number.isFinite(value);
  return Number.isInteger(value) && Math.abs(value as number) < INTEGER_LIMIT;
}

function isIndexable(json: string, name: string, value: unknown): boolean {
  if (json.length + name.length > INDEXED_LENGTH) return false;
  return (
    typeof value === "string" || typeof value === "number" || typeof value === "boolean" || isShallow(json)
  );
}

/** Whether an object's text nests little and no name in it holds what separates names in the index. */
function isShallow(json: string): boolean {
  if (json.includes("\\u0000")) return false;
  let depth = 0;
  let inText = false;
  for (let index = 0; index < json.length; index++) {
    const code = json.charCodeAt(index);
    if (inText) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inText = false;
    } else if (code === 0x22) inText = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > INDEXED_DEPTH) return false;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return true;
}
