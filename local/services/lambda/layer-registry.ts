import { createHash } from "node:crypto";
import { arnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Collection } from "../../kernel/storage/storage.ts";
import type { CodeFolders } from "./code-folder.ts";
import { existingFolder, type LocalCode, type TakeOver } from "./function-input.ts";

interface Layer {
  readonly folder: string;
  readonly own: boolean;
  /** What the content came from: the path of a local folder, or the digest of an archive. */
  readonly source: string;
}

export type PublishLayerInput = TakeOver & {
  readonly LayerName: string;
  readonly Content: Partial<LocalCode> & { readonly ZipFile?: Uint8Array };
};

/** Layers by the ARN of their version. */
export class LayerRegistry {
  readonly #cloud: Cloud;
  readonly #code: CodeFolders;
  readonly #kept: Collection<Layer>;
  readonly #layers = new Map<string, Layer>();
  /** Versions of a former run that no template has taken over. */
  readonly #restored = new Set<string>();

  constructor(cloud: Cloud, code: CodeFolders) {
    this.#cloud = cloud;
    this.#code = code;
    this.#kept = cloud.storage.collection<Layer>("layers");
    for (const [arn, layer] of this.#kept.entries()) {
      this.#layers.set(arn, { ...layer, folder: code.found(layer.folder) });
      this.#restored.add(arn);
    }
    cloud.onClose(() => {
      if (!code.durable) for (const folder of this.ownFolders()) code.remove(folder);
    });
  }

  /** Folders of the layers that were uploaded. */
  ownFolders(): string[] {
    return [...this.#layers.values()].filter(({ own }) => own).map(({ folder }) => folder);
  }

  /**
   * Folder of a layer; undefined when it is another account's, which nobody can upload here.
   *
   * @throws ServiceError `InvalidParameterValueException`
   */
  folder(arn: string): string | undefined {
    const layer = this.#layers.get(arn);
    if (layer) return layer.folder;
    if (!arn.includes(`:${this.#cloud.accountId}:layer:`)) return undefined;
    throw new ServiceError(
      "InvalidParameterValueException",
      `The layer version ${arn} does not exist in this cloud.`,
    );
  }

  /** Adds a version of a layer. */
  publish({ LayerName, Content, TakeOver }: PublishLayerInput): object {
    const { LocalFolder, ZipFile: zip = Buffer.alloc(0) } = Content;
    const source = LocalFolder ?? createHash("sha256").update(zip).digest("base64");
    const layerArn = this.#arnOf(LayerName);
    const versions = [...this.#layers.keys()].filter((arn) => arn.startsWith(`${layerArn}:`));
    const former = versions.find(
      (arn) => this.#restored.has(arn) && this.#layers.get(arn)!.source === source,
    );
    if (TakeOver && former) {
      this.#restored.delete(former);
      return shown(layerArn, former);
    }
    const arn = `${layerArn}:${Math.max(0, ...versions.map(numberOf)) + 1}`;
    const folder = LocalFolder === undefined ? this.#code.unpack(zip) : existingFolder(LocalFolder);
    const layer = { folder, own: LocalFolder === undefined, source };
    this.#layers.set(arn, layer);
    this.#kept.set(arn, { ...layer, folder: this.#code.kept(folder) });
    return shown(layerArn, arn);
  }

  /** Removes a version of a layer, if it is there. */
  delete(name: string, version: number): void {
    const arn = `${this.#arnOf(name)}:${version}`;
    const layer = this.#layers.get(arn);
    if (!layer) return;
    this.#layers.delete(arn);
    this.#restored.delete(arn);
    this.#kept.delete(arn);
    if (layer.own) this.#code.remove(layer.folder);
  }

  #arnOf(name: string): string {
    return arnOf(this.#cloud, "lambda", `layer:${name}`);
  }
}

const numberOf = (arn: string) => Number(arn.split(":").at(-1));

const shown = (LayerArn: string, LayerVersionArn: string) => ({
  LayerArn,
  LayerVersionArn,
  Version: numberOf(LayerVersionArn),
});
