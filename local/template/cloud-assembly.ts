import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

import { readTemplate } from "./read-template.ts";
import type { Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";
import { whyUnreadable } from "./unreadable-file.ts";

/** A stack that is ready to be deployed. */
export interface StackSource {
  readonly name: string;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  /** Path of a file or folder behind an object key of the asset bucket. */
  readonly assets: ReadonlyMap<string, string>;
  /** Folder of a template file, which paths of code in it start from. @default paths are no code */
  readonly folder?: string;
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly displayName?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly parameters?: Readonly<Record<string, string>>;
    readonly file?: string;
    readonly directoryName?: string;
  };
}

/**
 * Reads what is to be deployed: a folder that `cdk synth` wrote, or one template file.
 *
 * @returns the stacks, each behind those it depends on
 * @throws TemplateError saying what is missing or out of place
 */
export function readStacks(path: string): StackSource[] {
  if (!existsSync(path))
    throw new TemplateError(`${path} does not exist: expected a cdk.out folder or a template file.`);
  if (!statSync(path).isDirectory()) {
    const name = basename(path)
      .replace(/\.(template\.)?(json|ya?ml)$/, "")
      .replaceAll(/[^A-Za-z0-9-]/g, "-");
    return [{ name, template: readTemplate(path), parameters: {}, assets: new Map(), folder: dirname(path) }];
  }
  return readAssembly(resolve(path));
}

function readJson<T>(path: string): T {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch (cause) {
    throw new TemplateError(`${path} cannot be read: ${whyUnreadable(cause)}.`, { cause });
  }
}

function readAssembly(folder: string): StackSource[] {
  const manifestPath = join(folder, "manifest.json");
  if (!existsSync(manifestPath))
    throw new TemplateError(`${folder} has no manifest.json: expected a folder that "cdk synth" wrote.`);
  const { artifacts = {} } = readJson<Manifest>(manifestPath);
  const stacks: StackSource[] = [];
  for (const id of dependenciesFirst(artifacts)) {
    const { type, properties = {} } = artifacts[id]!;
    if (type === "cdk:cloud-assembly")
      stacks.push(...readAssembly(within(folder, properties.directoryName ?? id)));
    if (type !== "aws:cloudformation:stack") continue;
    stacks.push({
      name: properties.stackName ?? id,
      template: readTemplate(within(folder, properties.templateFile ?? `${id}.template.json`)),
      parameters: properties.parameters ?? {},
      assets: readAssets(folder, artifacts),
    });
  }
  return stacks;
}

function dependenciesFirst(artifacts: Readonly<Record<string, Artifact>>): string[] {
  const order = new Set<string>();
  const visit = (id: string, path: readonly string[]) => {
    if (order.has(id) || !artifacts[id]) return;
    if (path.includes(id))
      throw new TemplateError(`The stacks depend on each other in a circle: ${[...path, id].join(" → ")}`);
    for (const dependency of artifacts[id].dependencies ?? []) visit(dependency, [...path, id]);
    order.add(id);
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  return [...order];
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

function readAssets(
  folder: string,
  artifacts: Readonly<Record<string, Artifact>>,
): ReadonlyMap<string, string> {
  const assets = new Map<string, string>();
  for (const { type, properties } of Object.values(artifacts)) {
    if (type !== "cdk:asset-manifest" || !properties?.file) continue;
    const { files = {} } = readJson<AssetManifest>(within(folder, properties.file));
    for (const { source, destinations } of Object.values(files)) {
      if (source.path === undefined) continue;
      const path = within(folder, source.path);
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, path);
    }
  }
  return assets;
}

/** Resolves a path of a manifest, which must stay inside the assembly. */
function within(folder: string, path: string): string {
  const full = resolve(folder, path);
  const inside = relative(folder, full);
  if (inside.startsWith("..") || resolve(inside) === inside)
    throw new TemplateError(`The path "${path}" in ${folder} leads outside of the assembly.`);
  return full;
}
