import { rmSync } from "node:fs";
import type { Cloud, Operations } from "../engine/cloud.ts";
import { ServiceError } from "../engine/service-error.ts";
import { unpackCode } from "./code-folder.ts";
import { existingFolder, type LocalCode } from "./function-input.ts";

interface Layer {
  readonly arn: string;
  readonly folder: string;
  readonly own: boolean;
}

/** Layers by the ARN of their version. */
export class LayerRegistry {
  readonly #cloud: Cloud;
  readonly #layers = new Map<string, Layer>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    cloud.onClose(() => {
      for (const { folder, own } of this.#layers.values())
        if (own) rmSync(folder, { recursive: true, force: true });
    });
  }

  /** @throws ServiceError `InvalidParameterValueException` */
  folder(arn: string): string {
    const layer = this.#layers.get(arn);
    if (!layer)
      throw new ServiceError(
        "InvalidParameterValueException",
        `The layer version ${arn} does not exist in this cloud.`,
      );
    return layer.folder;
  }

  operations(): Operations {
    const nameOf = (arn: string) => arn.split(":")[6]!;
    return {
      PublishLayerVersion: (input: {
        LayerName: string;
        Content: Partial<LocalCode> & { ZipFile?: string };
      }) => {
        const version = [...this.#layers.keys()].filter((arn) => nameOf(arn) === input.LayerName).length + 1;
        const layerArn = `arn:aws:lambda:${this.#cloud.region}:${this.#cloud.accountId}:layer:${input.LayerName}`;
        const arn = `${layerArn}:${version}`;
        const { LocalFolder, ZipFile } = input.Content;
        const folder = LocalFolder
          ? existingFolder(LocalFolder)
          : unpackCode(Buffer.from(ZipFile ?? "", "base64"));
        this.#layers.set(arn, { arn, folder, own: LocalFolder === undefined });
        return { LayerArn: layerArn, LayerVersionArn: arn, Version: version };
      },
      DeleteLayerVersion: (input: { LayerName: string; VersionNumber: number }) => {
        for (const [arn, layer] of this.#layers)
          if (nameOf(arn) === input.LayerName && arn.endsWith(`:${input.VersionNumber}`)) {
            if (layer.own) rmSync(layer.folder, { recursive: true, force: true });
            this.#layers.delete(arn);
          }
        return {};
      },
    };
  }
}
