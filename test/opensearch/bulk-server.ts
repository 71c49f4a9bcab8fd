import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { SEARCH_FIELDS } from "../../lib/search/fields.ts";
import { listenOnLoopback, stopServer } from "../functions/loopback-server.ts";
import { type BulkOperation, bulkOperations, readBody } from "./bulk-body.ts";
import { answerFault, answerStored, type BulkFault, REJECTED_ITEM } from "./fault-script.ts";

interface ItemError {
  readonly status: number;
  readonly error: { readonly type: string; readonly reason: string };
}

/**
 * `POST /_bulk` as OpenSearch answers it for indices of our template. `recorded-answers.jsonl` has the real server's answers, with which
 * this one is compared.
 */
export class BulkServer {
  /** Documents by index and id. */
  readonly indices = new Map<string, Map<string, Record<string, unknown>>>();
  /** Templates and policies by their paths. */
  readonly installed = new Map<string, unknown>();
  /** Taken in turn, one a call; nothing goes wrong once it is empty. */
  script: (BulkFault | undefined)[] = [];
  /** Share of items that `items-rejected` has no room for. */
  rejectedShare = 0.5;
  /** Documents of each call that was read. */
  readonly calls: number[] = [];
  readonly requests: { readonly path: string; readonly headers: IncomingMessage["headers"] }[] = [];
  /** Answered to every item of an index, by its name. */
  readonly blocks = new Map<string, ItemError>();
  /** Answer to every call. */
  refusal: { readonly status: number; readonly body: string } | undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<string> {
    return listenOnLoopback(this.#server);
  }

  stop(): Promise<void> {
    return stopServer(this.#server);
  }

  get documents(): Record<string, unknown>[] {
    return [...this.indices.values()].flatMap((documents) => [...documents.values()]);
  }

  /** What became of one operation. */
  store({ index, id, document }: BulkOperation): object {
    const blocked = this.blocks.get(index);
    if (blocked !== undefined) return { create: blocked };
    const wrong = wrongName(index);
    if (wrong !== undefined)
      return refused(400, "invalid_index_name_exception", `Invalid index name [${index}], ${wrong}`);
    const documents = this.indices.get(index) ?? new Map<string, Record<string, unknown>>();
    let parsed: Record<string, unknown>;
    try {
      parsed = JSON.parse(document) as Record<string, unknown>;
    } catch {
      return refused(400, "mapper_parsing_exception", "failed to parse");
    }
    const problem = mappingProblem(parsed, id);
    if (problem !== undefined) return problem;
    if (documents.has(id))
      return refused(
        409,
        "version_conflict_engine_exception",
        `[${id}]: version conflict, document already exists (current version [1])`,
      );
    this.indices.set(index, documents.set(id, parsed));
    return { create: { status: 201 } };
  }

  /** What set-up asks for, with the index templates and policies that were put. */
  async #answerSetup(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url!.split("?")[0]!;
    response.setHeader("content-type", "application/json");
    const isPolicy = path.startsWith("/_plugins/_ism/");
    const present = this.installed.get(path);
    if (request.method === "PUT" && isPolicy && present !== undefined && !request.url!.includes("if_seq_no"))
      response.writeHead(409).end('{"error":{"type":"version_conflict_engine_exception"},"status":409}');
    else if (request.method === "PUT") {
      this.installed.set(path, JSON.parse((await readBody(request)).toString("utf8")));
      response.end('{"acknowledged":true}');
    } else if (path === "/") response.end('{"version":{"distribution":"opensearch","number":"2.19.6"}}');
    else if (present !== undefined && isPolicy)
      response.end(JSON.stringify({ _seq_no: 7, _primary_term: 1, ...(present as object) }));
    else if (present !== undefined)
      response.end(JSON.stringify({ index_templates: [{ name: "cumulog-logs", index_template: present }] }));
    else response.writeHead(404).end('{"error":{"type":"resource_not_found_exception"},"status":404}');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push({ path: request.url!, headers: request.headers });
    if (!request.url!.startsWith("/_bulk")) {
      await this.#answerSetup(request, response);
      return;
    }
    const fault = this.script.shift();
    let body: Buffer;
    try {
      body = await readBody(request);
    } catch {
      return;
    }
    if (this.refusal !== undefined) {
      response.writeHead(this.refusal.status, { "content-type": "application/json" }).end(this.refusal.body);
      return;
    }
    if (answerFault(fault, request, response)) return;
    const operations = bulkOperations(body.toString("utf8"));
    this.calls.push(operations.length);
    const items = operations.map((operation, index) =>
      fault === "items-rejected" && index % Math.round(1 / this.rejectedShare) === 0
        ? REJECTED_ITEM
        : this.store(operation),
    );
    const errors = items.some((item) => "error" in (item as { create: object }).create);
    answerStored(fault, request, response, JSON.stringify({ errors, items }));
  }
}

function refused(status: number, type: string, reason: string): { readonly create: ItemError } {
  return { create: { status, error: { type, reason } } };
}

function wrongName(index: string): string | undefined {
  if (index !== index.toLowerCase()) return "must be lowercase";
  return /^[-_+]/.test(index) ? "must not start with '_', '-', or '+'" : undefined;
}

function mappingProblem(document: Record<string, unknown>, id: string): object | undefined {
  for (const [field, type] of Object.entries(SEARCH_FIELDS)) {
    const value = document[field];
    const isWrong =
      value !== undefined &&
      ((type === "date" && Number.isNaN(Date.parse(String(value)))) ||
        ((type === "integer" || type === "double") && !Number.isFinite(Number(value))) ||
        (type === "integer" && Math.abs(Number(value)) >= 2 ** 31) ||
        ((type === "text" || type === "keyword") && typeof value === "object") ||
        (type === "attributes" && typeof value !== "object"));
    const kind = type === "attributes" ? "flat_object" : type;
    if (isWrong)
      return refused(
        400,
        "mapper_parsing_exception",
        `failed to parse field [${field}] of type [${kind}] in document with id '${id}'. Preview of field's value: '${JSON.stringify(value)}'`,
      );
  }
  return undefined;
}
