import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SOURCE = join(import.meta.dirname, "node");
const BUILD = join(import.meta.dirname, "../../.cumulog/opensearch-node");
const CLASSPATH = join(BUILD, "target/classpath.txt");
/** A server of a minute does not live to earn what the optimizing compiler and a concurrent collector cost. */
const JVM_OPTIONS = ["-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];
const START_MS = 120_000;
const BUILD_MS = 300_000;

/** Why the tests against a real server cannot run; undefined when they can. */
export function missingForRealServer(): string | undefined {
  if (!process.env["CUMULOG_OPENSEARCH"])
    return "skipped: set CUMULOG_OPENSEARCH=1 to run OpenSearch itself (Java 17 and Maven, 50 MB from Maven's registry)";
  for (const [command, argument] of [
    ["java", "-version"],
    ["mvn", "-version"],
  ] as const)
    if (spawnSync(command, [argument]).status !== 0) return `skipped: ${command} is not installed`;
  return undefined;
}

/** A real OpenSearch server on loopback, with a folder of its own. It can be killed and started again on the same data. */
export class RealServer {
  readonly url: string;
  readonly #port: number;
  readonly #home = mkdtempSync(join(tmpdir(), "opensearch-"));
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<RealServer> {
    build();
    const server = new RealServer(await freePort());
    await server.restart();
    return server;
  }

  /** Kills the process without warning. */
  async kill(): Promise<void> {
    const running = this.#process;
    if (running === undefined || running.exitCode !== null) return;
    running.kill("SIGKILL");
    await once(running, "exit");
  }

  async restart(): Promise<void> {
    await this.kill();
    const classpath = `${join(BUILD, "target/classes")}:${readFileSync(CLASSPATH, "utf8").trim()}`;
    const started = spawn(
      "java",
      [...JVM_OPTIONS, "-cp", classpath, "OpenSearchNode", this.#home, String(this.#port)],
      {
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    this.#process = started;
    const late = setTimeout(() => started.kill("SIGKILL"), START_MS);
    for await (const chunk of started.stdout!) if (String(chunk).includes("STARTED")) break;
    clearTimeout(late);
    if (started.exitCode !== null || started.signalCode !== null)
      throw new Error("the OpenSearch server did not start");
    started.stdout!.resume();
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** Any request with a JSON body; resolves with the answer's JSON. */
  async json(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(this.url + path, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  /** Documents of indices, refreshed. */
  async count(index: string): Promise<number> {
    await this.json("POST", `/${index}/_refresh`);
    return (await this.json("GET", `/${index}/_count`))["count"] as number;
  }
}

function build(): void {
  if (existsSync(CLASSPATH)) return;
  mkdirSync(BUILD, { recursive: true });
  cpSync(SOURCE, BUILD, { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    "mvn",
    ["-q", "-B", "compile", "dependency:build-classpath", `-Dmdep.outputFile=${CLASSPATH}`],
    { cwd: BUILD, timeout: BUILD_MS },
  );
  if (status !== 0)
    throw new Error(`Maven could not build the OpenSearch node: ${String(stdout)}${String(stderr)}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
