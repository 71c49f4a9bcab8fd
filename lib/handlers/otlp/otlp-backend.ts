import { COMPRESS_FROM_BYTES, compressed, HttpConnection } from "../../connection/http-connection.ts";
import type { Backend, Exceptions, Verdict } from "../../delivery/backend.ts";
import type { Item } from "../../delivery/item.ts";
import { reportInternal } from "../../logger/internal-channel.ts";
import type { ResourceAttributes } from "../../resource/attributes.ts";
import { type Authorization, authorizationOf } from "./authorization.ts";
import { classifyOtlpError } from "./classify.ts";
import { inForm } from "./convert-text.ts";
import type { OtlpForm } from "./form.ts";
import { type PartialSuccess, readAnswer } from "./otlp-answer.ts";
import type { OtlpSettings } from "./otlp-settings.ts";
import { rejectedItems } from "./rejected-items.ts";
import { resourceMembers } from "./resource-members.ts";

/** Posts `ExportLogsServiceRequest`s. A lane's name is that of the service. */
export class OtlpBackend implements Backend {
  readonly #settings: OtlpSettings;
  readonly #form: OtlpForm;
  readonly #attributes: () => Promise<ResourceAttributes>;
  readonly #authorization: Authorization;
  readonly #connection: HttpConnection;
  readonly #resources = new Map<string, string>();
  readonly #prepared = new WeakMap<readonly Item[], Buffer>();
  #shared: Promise<ResourceAttributes> | undefined;
  #found: ResourceAttributes | undefined;
  #warned = "";

  /** @param attributes of the resource, as far as they are the same for all services */
  constructor(settings: OtlpSettings, form: OtlpForm, attributes: () => Promise<ResourceAttributes>) {
    this.#settings = settings;
    this.#form = form;
    this.#attributes = attributes;
    this.#authorization = authorizationOf(settings.auth, settings.url);
    this.#connection = new HttpConnection(settings.url.protocol, settings.sockets);
  }

  async send(lane: string, batch: readonly Item[], signal: AbortSignal): Promise<Exceptions | undefined> {
    const { url, compress, headers: own } = this.#settings;
    this.#found ??= await this.#findShared();
    const plain = this.#prepared.get(batch) ?? this.#body(lane, batch);
    const isPacked = compress && plain.length >= COMPRESS_FROM_BYTES;
    const body = isPacked ? await compressed(plain) : plain;
    const content = {
      ...own,
      "content-type": this.#form.contentType,
      ...(isPacked && { "content-encoding": "gzip" }),
    };
    const authorization = await this.#authorization.headers({ method: "POST", url, body, headers: content });
    const headers = { ...content, ...authorization, "content-length": String(body.length) };
    const partial = readAnswer(await this.#connection.send(url, { method: "POST", headers, body }, signal));
    return partial && this.#tell(partial, batch);
  }

  prepare(lane: string, batch: readonly Item[]): void {
    if (this.#found !== undefined) this.#prepared.set(batch, this.#body(lane, batch));
  }

  classify(error: unknown): Verdict {
    return classifyOtlpError(error);
  }

  /** Nothing can be made. */
  async repair(): Promise<void> {}

  close(): void {
    this.#connection.close();
  }

  #body(lane: string, batch: readonly Item[]): Buffer {
    const form = this.#form;
    const texts = batch.map((item) => {
      if (item.spooled === undefined) return item;
      const text = inForm(form, item.text);
      return text === item.text ? item : { text, bytes: Buffer.byteLength(text) };
    });
    return form.request(this.#resource(lane), texts);
  }

  #resource(service: string): string {
    let text = this.#resources.get(service);
    if (text === undefined) {
      text = this.#form.resource(resourceMembers(this.#form, this.#found!, service));
      this.#resources.set(service, text);
    }
    return text;
  }

  #findShared(): Promise<ResourceAttributes> {
    this.#shared ??= this.#withProject().catch((error: unknown) => {
      this.#shared = undefined;
      throw error;
    });
    return this.#shared;
  }

  /** Google's Telemetry API wants the project among the resource's attributes. */
  async #withProject(): Promise<ResourceAttributes> {
    const attributes = await this.#attributes();
    if (!this.#settings.isGoogle || attributes["gcp.project_id"] !== undefined) return attributes;
    const project = process.env["GOOGLE_CLOUD_PROJECT"] ?? (await this.#authorization.project());
    return project === undefined ? attributes : { ...attributes, "gcp.project_id": project };
  }

  #tell(partial: PartialSuccess, batch: readonly Item[]): Exceptions | undefined {
    if (partial.rejected > 0) return rejectedItems(partial, batch, Date.now());
    if (partial.message !== this.#warned) {
      this.#warned = partial.message;
      const message = `the OTLP endpoint took all records and warns: ${partial.message.slice(0, 500)}`;
      reportInternal({ code: "otlp-warning", message });
    }
    return undefined;
  }
}
