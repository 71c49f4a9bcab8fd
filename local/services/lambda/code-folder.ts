import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { temporaryFolder } from "cumulog/temporary-folder";
import { unzipSync } from "fflate";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Storage } from "../../kernel/storage/storage.ts";
import { CFN_RESPONSE } from "./cfn-response.ts";

/** Unpacked code may take this much, as in AWS. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LARGEST_UNPACKED = 262_144_000;

/**
 * The folders with the code that was uploaded to one cloud: beside the cloud's storage when it keeps anything, else
 * temporary ones.
 */
export class CodeFolders {
  /** Whether the folders outlive the cloud. */
  readonly durable: boolean;
  readonly #directory: string | undefined;
  readonly #parent: string | undefined;

  constructor(storage: Storage) {
    this.#directory = storage.directory;
    this.durable = this.#directory !== undefined;
    this.#parent = this.#directory && join(this.#directory, "code");
    if (this.#parent === undefined) return;
    mkdirSync(this.#parent, { recursive: true });
    // Without a package.json of its own, code would take its module type from the project that the folder is in.
    writeFileSync(join(this.#parent, "package.json"), "{}\n");
  }

  /**
   * Unpacks a zip archive into a new folder.
   *
   * @throws ServiceError `InvalidParameterValueException` when it is no archive, is too large unpacked, or has a file
   *   outside its own folder
   */
  unpack(zip: Uint8Array): string {
    const folder = this.#create();
    try {
      for (const [name, content] of Object.entries(filesOf(zip, folder))) {
        const path = resolve(folder, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content, { mode: 0o755 });
      }
      return folder;
    } catch (error) {
      this.remove(folder);
      throw error instanceof ServiceError
        ? error
        : invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");
    }
  }

  /** A folder with one file, as CloudFormation makes of `Code.ZipFile`, and the module that answers it where the file names it. */
  inline(source: string, runtime: string): string {
    const folder = this.#create();
    const python = runtime.startsWith("python");
    writeFileSync(join(folder, python ? "index.py" : "index.js"), source);
    if (!python && source.includes("cfn-response"))
      writeFileSync(join(folder, "cfn-response.js"), CFN_RESPONSE);
    return folder;
  }

  remove(folder: string): void {
    rmSync(folder, { recursive: true, force: true });
  }

  /** Removes the kept folders that nothing refers to: what a killed process had unpacked or was about to remove. */
  removeAllBut(folders: ReadonlySet<string>): void {
    if (this.#parent === undefined || !existsSync(this.#parent)) return;
    for (const entry of readdirSync(this.#parent, { withFileTypes: true })) {
      const folder = join(this.#parent, entry.name);
      if (entry.isDirectory() && !folders.has(folder)) this.remove(folder);
    }
  }

  /** The path to keep for a folder: relative when it is in the storage's directory, so that the directory may move. */
  kept(folder: string): string {
    const inside = relative(this.#directory ?? "", folder);
    return inside.startsWith("..") || isAbsolute(inside) ? resolve(folder) : inside;
  }

  /** The folder behind a path of {@link kept}. */
  found(path: string): string {
    return resolve(this.#directory ?? "", path);
  }

  #create(): string {
    return this.#parent === undefined
      ? temporaryFolder("function")
      : mkdtempSync(join(this.#parent, "cumulog-function-"));
  }
}

function filesOf(zip: Uint8Array, folder: string): Record<string, Uint8Array> {
  let total = 0;
  return unzipSync(zip, {
    filter: ({ name, originalSize }) => {
      total += originalSize;
      if (total > LARGEST_UNPACKED)
        throw invalid(`Unzipped size must be smaller than ${LARGEST_UNPACKED} bytes`);
      if (!resolve(folder, name).startsWith(folder + sep))
        throw invalid("The archive has a file whose path leads outside of it.");
      return !name.endsWith("/");
    },
  });
}

const invalid = (message: string) => new ServiceError("InvalidParameterValueException", message);
