import type { SearchConnection } from "./connection.ts";
import { type BulkAnswer, BulkRefusedError, type Refusal } from "./outcome.ts";
import {
  ilmPolicy,
  indexTemplate,
  ismPolicy,
  SEARCH_SERVERS,
  type SearchServer,
  TEMPLATE_NAME,
  type TemplateOptions,
} from "./template.ts";

/** What a server was found to be. */
export interface ServerInfo {
  readonly server: SearchServer;
  /** Such as `2.19.6`; empty where the server does not say (OpenSearch Serverless). */
  readonly version: string;
}

/** One thing that set-up installs, with what the server has now. */
export interface SetupStep {
  readonly name: string;
  readonly path: string;
  /** Path with what a replacement of the thing asks for. */
  readonly putPath: string;
  readonly wanted: object;
  /** What the server has; undefined if nothing. */
  readonly present: unknown;
  readonly state: "missing" | "same" | "different" | "unavailable";
}

/** Oldest versions that are spoken to. */
const OLDEST: Readonly<Record<SearchServer, number>> = { opensearch: 2, elasticsearch: 8 };

/**
 * Asks the server what it is.
 *
 * @throws {BulkRefusedError} when it does not answer as one, or is too old
 */
export async function serverInfo(connection: SearchConnection, signal?: AbortSignal): Promise<ServerInfo> {
  const answer = await connection.send({ method: "GET", path: "/" }, signal);
  // OpenSearch Serverless has no such page.
  if (answer.status === 404) return { server: "opensearch", version: "" };
  const { version } = json(answer, "GET /") as { version?: { number?: string; distribution?: string } };
  const number = version?.number;
  if (typeof number !== "string") throw refused("the address does not answer as a search server", answer);
  const server: SearchServer = version?.distribution === "opensearch" ? "opensearch" : "elasticsearch";
  if (Number.parseInt(number, 10) < OLDEST[server])
    throw refused(
      `the server is ${server} ${number}; ${SEARCH_SERVERS.map((name) => `${name} ${OLDEST[name]}`).join(" or ")} is the oldest that works`,
      answer,
    );
  return { server, version: number };
}

/** What set-up would do: the policy first, because Elasticsearch's template names it. */
export async function planSearch(
  connection: SearchConnection,
  options: TemplateOptions,
  signal?: AbortSignal,
): Promise<readonly SetupStep[]> {
  const { server, version } = await serverInfo(connection, signal);
  const isOpenSearch = server === "opensearch";
  const policyPath = isOpenSearch
    ? `/_plugins/_ism/policies/${TEMPLATE_NAME}`
    : `/_ilm/policy/${TEMPLATE_NAME}`;
  const policy = isOpenSearch ? ismPolicy(options) : ilmPolicy(options);
  return [
    version === ""
      ? unavailable(policyPath, policy)
      : await policyStep(connection, policyPath, policy, signal),
    await templateStep(connection, indexTemplate(server, options), signal),
  ];
}

/** What set-up may do. */
export interface InstallOptions extends TemplateOptions {
  /** Leaves alone what is there, though it differs: several applications share it. @default false */
  readonly onlyMissing?: boolean | undefined;
}

/** Installs what is missing or different. @returns what was found before */
export async function installSearch(
  connection: SearchConnection,
  options: InstallOptions,
  signal?: AbortSignal,
): Promise<readonly SetupStep[]> {
  const steps = await planSearch(connection, options, signal);
  for (const { state, putPath, wanted, name } of steps) {
    if (state !== "missing" && (state !== "different" || options.onlyMissing)) continue;
    const request = { method: "PUT", path: putPath, body: JSON.stringify(wanted) } as const;
    const answer = await connection.send(request, signal);
    // 409: another process has installed it since it was looked for.
    if (answer.status !== 409) json(answer, name);
  }
  return steps;
}

async function templateStep(
  connection: SearchConnection,
  wanted: object,
  signal?: AbortSignal,
): Promise<SetupStep> {
  const path = `/_index_template/${TEMPLATE_NAME}`;
  const answer = await connection.send({ method: "GET", path }, signal);
  const name = `index template ${TEMPLATE_NAME}`;
  if (answer.status === 404)
    return { name, path, putPath: path, wanted, present: undefined, state: "missing" };
  const { index_templates: [found] = [] } = json(answer, name) as {
    index_templates?: readonly { index_template?: unknown }[];
  };
  const present = found?.index_template;
  return {
    name,
    path,
    putPath: path,
    wanted,
    present,
    state: covers(present, wanted) ? "same" : "different",
  };
}

const POLICY = `retention policy ${TEMPLATE_NAME}`;

function unavailable(path: string, wanted: object): SetupStep {
  return { name: POLICY, path, putPath: path, wanted, present: undefined, state: "unavailable" };
}

async function policyStep(
  connection: SearchConnection,
  path: string,
  wanted: object,
  signal?: AbortSignal,
): Promise<SetupStep> {
  const name = POLICY;
  const answer = await connection.send({ method: "GET", path }, signal);
  // A server without the plugin (a bare one, OpenSearch Serverless) knows no such path.
  const isUnknown =
    answer.status === 400 ||
    answer.status === 405 ||
    answer.status === 410 ||
    (answer.status === 404 && isNoHandler(answer.text));
  if (isUnknown) return unavailable(path, wanted);
  if (answer.status === 404)
    return { name, path, putPath: path, wanted, present: undefined, state: "missing" };
  const found = json(answer, name) as {
    policy?: unknown;
    _seq_no?: number;
    _primary_term?: number;
    [TEMPLATE_NAME]?: { policy?: unknown };
  };
  const present = found.policy === undefined ? found[TEMPLATE_NAME] : { policy: found.policy };
  const state = covers(present, wanted) ? "same" : "different";
  // ISM replaces only the version that was read.
  const putPath =
    found._seq_no === undefined
      ? path
      : `${path}?if_seq_no=${found._seq_no}&if_primary_term=${found._primary_term}`;
  return { name, path, putPath, wanted, present, state };
}

const isNoHandler = (text: string): boolean =>
  /no handler found|invalid_index_name|unrecognized|^$/i.test(text);

/** Whether everything that is wanted is there; servers add members of their own. */
export function covers(present: unknown, wanted: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return String(present) === String(wanted);
  if (typeof present !== "object" || present === null) return false;
  if (Array.isArray(wanted))
    return (
      Array.isArray(present) &&
      present.length === wanted.length &&
      wanted.every((each, index) => covers(present[index], each))
    );
  const has = present as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).every(([key, value]) => covers(has[key], value));
}

function json(answer: BulkAnswer, what: string): unknown {
  if (answer.status >= 200 && answer.status < 300) {
    try {
      return JSON.parse(answer.text);
    } catch {
      throw refused(`${what}: the answer is no JSON`, answer);
    }
  }
  const [, reason] = /"reason"\s*:\s*"((?:[^"\\]|\\.){1,200})/.exec(answer.text) ?? [];
  throw refused(`${what}: HTTP ${answer.status}${reason === undefined ? "" : ` (${reason})`}`, answer);
}

function refused(message: string, { status }: BulkAnswer): BulkRefusedError {
  const isPassing = status === 429 || status >= 500;
  const refusal: Refusal = isPassing
    ? { kind: "retry", reason: `status-${status}` }
    : {
        kind: "fatal",
        reason: `status-${status}`,
        advice: `The set-up of the search server failed: ${message}.`,
      };
  return new BulkRefusedError(message, refusal);
}

/** One member that is not as wanted. */
export interface Difference {
  /** Such as `template.settings.index.number_of_shards`. */
  readonly path: string;
  readonly present: unknown;
  readonly wanted: unknown;
}

/** What differs between what a server has and what is wanted, member by member; what only the server has does not count. */
export function differences(present: unknown, wanted: unknown, path = ""): Difference[] {
  if (covers(present, wanted)) return [];
  const isDeep =
    typeof wanted === "object" &&
    wanted !== null &&
    typeof present === "object" &&
    present !== null &&
    !Array.isArray(wanted);
  if (!isDeep) return [{ path, present, wanted }];
  const has = present as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).flatMap(([key, value]) =>
    differences(has[key], value, path === "" ? key : `${path}.${key}`),
  );
}
