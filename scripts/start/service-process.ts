import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { DeliveryReport } from "../../lib/index.ts";
import type { LocalCloud } from "../../local/index.ts";
import { endWithThisProcess } from "./child-processes.ts";

/** Milliseconds between two looks at the cloud's clock, and how far the service's time may be from it. */
const LOOK = 250;
const root = join(import.meta.dirname, "../..");

/** The example service in a process of its own, on the cloud's time. */
export class ServiceProcess {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Starts the service; resolves when it listens. @throws Error with what it wrote when it ends before */
  static async start(cloud: LocalCloud): Promise<ServiceProcess> {
    const preload = join(root, "local/services/lambda/follow-clock.ts");
    const child = spawn(
      process.execPath,
      [...process.execArgv, "--import", preload, join(root, "examples/checkout/service.ts")],
      {
        cwd: root,
        env: { ...process.env, ...cloud.env, CUMULOG_CLOCK: JSON.stringify(cloud.clock.reading()) },
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      },
    );
    endWithThisProcess(child);
    keepTime(child, cloud);
    let errors = "";
    child.stderr!.on("data", (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-4_000);
    });
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout! }).once("line", resolve);
      child.once("exit", () => reject(new Error(`The example service ended before it listened:\n${errors}`)));
    });
    return new ServiceProcess(child, `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`);
  }

  async setProviderUp(up: boolean): Promise<void> {
    await fetch(`${this.url}/provider?up=${up}`, { method: "PUT" });
  }

  /** What became of every record of the service, by handler. */
  async ledger(): Promise<Readonly<Record<string, DeliveryReport>>> {
    return (await (await fetch(`${this.url}/ledger`)).json()) as Record<string, DeliveryReport>;
  }

  /** Shows the account of every handler on the cloud's page. */
  async publishLedger(cloud: LocalCloud): Promise<void> {
    for (const [handler, report] of Object.entries(await this.ledger()))
      await fetch(`${cloud.endpoints.page}/_cumulog/ledger`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ service: "checkout", handler, report }),
      });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGTERM");
    await ended;
  }
}

/** Tells the service when somebody moves the cloud's clock or changes its speed. */
function keepTime(child: ChildProcess, { clock }: LocalCloud): void {
  let told = clock.reading();
  const timer = setInterval(() => {
    const reading = clock.reading();
    const expected = told.cloud + (reading.real - told.real) * told.speed;
    if (reading.speed === told.speed && Math.abs(reading.cloud - expected) <= LOOK) return;
    told = reading;
    if (child.connected) child.send({ clock: reading }, () => {});
  }, LOOK);
  timer.unref();
  child.once("exit", () => clearInterval(timer));
}
